import { isJsonObject, type ApiObject, type ObjectMeta } from '../../store/object.ts';
import type { Resource } from '../resource.ts';
import { badRequest, type Cause } from '../status-error.ts';
import { forbiddenField, invalidValue, required, tooLong } from './causes.ts';
import { dnsLabel, dnsSubdomain, labelValue, type NameRule, pathSegment, qualifiedName } from './names.ts';

const annotationsLimit = 256 << 10;

/** Refuses metadata of the wrong JSON types before anything reads it, with the 400 that a typed decoder gives. */
export function checkMetadataTypes(object: ApiObject): void {
  if (!isJsonObject(object.metadata ?? {})) throw badRequest('metadata: Invalid value: must be an object');
  const metadata = object.metadata as { [field: string]: unknown };
  for (const field of ['name', 'generateName', 'namespace', 'uid', 'resourceVersion']) expectType(metadata, field, 'string');
  for (const field of ['labels', 'annotations']) expectStrings(metadata, field);
  for (const field of ['ownerReferences', 'finalizers', 'managedFields']) {
    const value = metadata[field];
    if (value !== undefined && value !== null && !Array.isArray(value))
      throw badRequest(`unable to decode: json: metadata.${field} must be an array`);
  }
}

/** Validates the metadata of an object that is to be stored. What is the same in `previous` is not looked at again. */
export function validateMetadata(resource: Resource, object: ApiObject, previous: ApiObject | undefined): readonly Cause[] {
  const { metadata } = object;
  const before = previous?.metadata;
  const nameCauses = previous ? [] : validateName(resource, metadata);
  return [
    ...nameCauses,
    ...changeable.flatMap(([field, validate]) => (metadata[field] === before?.[field] ? [] : validate(metadata, before))),
  ];
}

type Validator = (metadata: ObjectMeta, before: ObjectMeta | undefined) => readonly Cause[];

const changeable: readonly (readonly [keyof ObjectMeta, Validator])[] = [
  ['labels', validateLabels],
  ['annotations', validateAnnotations],
  ['ownerReferences', validateOwners],
  ['finalizers', validateFinalizers],
];

function expectType(metadata: { [field: string]: unknown }, field: string, type: 'string'): void {
  const value = metadata[field];
  if (value === undefined || value === null || typeof value === type) return;
  throw badRequest(
    `unable to decode: json: cannot unmarshal ${describe(value)} into Go struct field ObjectMeta.metadata.${field} of type ${type}`,
  );
}

function expectStrings(metadata: { [field: string]: unknown }, field: string): void {
  const value = metadata[field];
  if (value === undefined || value === null) return;
  if (!isJsonObject(value))
    throw badRequest(
      `unable to decode: json: cannot unmarshal ${describe(value)} into Go struct field ObjectMeta.metadata.${field} of type map[string]string`,
    );
  for (const key in value) {
    if (value[key] === null) value[key] = '';
    if (typeof value[key] !== 'string') {
      throw badRequest(
        `unable to decode: json: cannot unmarshal ${describe(value[key])} into Go struct field ObjectMeta.metadata.${field} of type string`,
      );
    }
  }
}

function describe(value: unknown): string {
  if (typeof value === 'boolean') return 'bool';
  return Array.isArray(value) ? 'array' : typeof value;
}

function validateName(resource: Resource, { name, generateName }: ObjectMeta): readonly Cause[] {
  if (!name) return [required(generateName ? 'metadata.generateName' : 'metadata.name', 'name or generateName is required')];
  const problem = nameRuleOf(resource)(name);
  return problem ? [invalidValue('metadata.name', name, problem)] : [];
}

function nameRuleOf(resource: Resource): NameRule {
  if (resource.group === 'rbac.authorization.k8s.io') return pathSegment;
  return resource.storage === 'namespaces' || resource.storage === 'services' ? dnsLabel : dnsSubdomain;
}

function validateLabels({ labels }: ObjectMeta): readonly Cause[] {
  return Object.entries(labels ?? {}).flatMap(([key, value]) => {
    const keyProblem = qualifiedName(key);
    const valueProblem = labelValue(value);
    return [
      ...(keyProblem ? [invalidValue('metadata.labels', key, keyProblem)] : []),
      ...(valueProblem ? [invalidValue('metadata.labels', value, valueProblem)] : []),
    ];
  });
}

function validateAnnotations({ annotations }: ObjectMeta): readonly Cause[] {
  const causes: Cause[] = [];
  let size = 0;
  for (const [key, value] of Object.entries(annotations ?? {})) {
    size += key.length + value.length;
    const problem = qualifiedName(key.toLowerCase());
    if (problem) causes.push(invalidValue('metadata.annotations', key, problem));
  }
  if (size > annotationsLimit) causes.push(tooLong('metadata.annotations', annotationsLimit));
  return causes;
}

function validateOwners({ ownerReferences }: ObjectMeta): readonly Cause[] {
  const owners = ownerReferences ?? [];
  const causes = owners.flatMap((owner, i) => {
    const at = `metadata.ownerReferences[${i}]`;
    return (['apiVersion', 'kind', 'name', 'uid'] as const)
      .filter((field) => !owner[field])
      .map((field) =>
        invalidValue(
          `${at}.${field}`,
          owner[field] ?? '',
          field === 'apiVersion' ? 'version must not be empty' : `${field} must not be empty`,
        ),
      );
  });
  const controllers = owners.filter((owner) => owner.controller);
  if (controllers.length > 1) {
    const names = controllers.map((owner) => owner.name).join(' and ');
    causes.push(
      invalidValue(
        'metadata.ownerReferences',
        controllers.length,
        `Only one reference can have Controller set to true. Found "true" in references for ${names}`,
      ),
    );
  }
  return causes;
}

const standardFinalizers = new Set(['orphan', 'foregroundDeletion', 'kubernetes']);

function validateFinalizers({ finalizers, deletionTimestamp }: ObjectMeta, before: ObjectMeta | undefined): readonly Cause[] {
  const causes = (finalizers ?? []).flatMap((finalizer, i) => {
    const problem = standardFinalizers.has(finalizer) ? undefined : qualifiedName(finalizer);
    return problem ? [invalidValue(`metadata.finalizers[${i}]`, finalizer, problem)] : [];
  });
  const added = (finalizers ?? []).filter((finalizer) => !(before?.finalizers ?? []).includes(finalizer));
  if (before && deletionTimestamp && added.length > 0) {
    causes.push(
      forbiddenField(
        'metadata.finalizers',
        `no new finalizers can be added if the object is being deleted, found new finalizers ${JSON.stringify(added)}`,
      ),
    );
  }
  return causes;
}
