#!/usr/bin/env node
// Writes the CustomResourceDefinitions from the TypeBox source of the API: full ones, whose structural schemas say everything that the
// source says, and minimal ones, which accept any field. Both to the chart (with a kustomization each), the minimal ones to libs/api, too.
import yaml from 'yaml';
import { elementOfMap, loadDefinitions, mayMiss, write } from './api/load-definitions.mjs';

const { definitions, kinds, fieldsOf } = await loadDefinitions();
const group = 'argoproj.io';
const folder = 'charts/argosy/files/crds';

/** Defaults may be for templates of several kinds, so what holds for a template does not hold for them. */
const unruled = new Set(['WorkflowSpec.templateDefaults']);

/** The API server refuses rules that may run too often: lists without a bound count as endless. */
const mostEvaluations = 50_000;

/**
 * Parts of a status that repeat the whole language of workflows, or grow without end: the controller alone writes them. And the defaults of
 * templates, which would say all of `templates` a second time: the API server compares whole schemas with each write (ADR 0050).
 */
const openPlaces = new Set([
  'WorkflowStatus.storedTemplates',
  'WorkflowStatus.storedWorkflowTemplateSpec',
  'WorkflowStatus.nodes',
  'WorkflowSpec.templateDefaults',
]);

/** Fields that have one owner as a whole, so that the API server does not look for the owner of each field in them (ADR 0050). */
const wholes = new Set(['spec', 'status']);

const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
const minimal = kinds.map((kind) => crdOf(kind, minimalSchema(kind.kind)));
const full = kinds.map((kind) => crdOf(kind, fullSchema(kind.kind)));
writeFlavour('minimal', minimal);
writeFlavour('full', full);
write(
  'libs/api/src/generated/crds.gen.ts',
  `// Made by hack/generate-crds.mjs from libs/api/src/schema. Do not edit.\nimport type { CustomResourceDefinition } from '../custom-resource-definition.ts';\n\n/** The definitions of all kinds, which accept any field (acceptance 1-009). */\nexport const crds: readonly CustomResourceDefinition[] = ${JSON.stringify(minimal)};\n`,
);

function crdOf({ kind, plural, shortNames, namespaced, statusSubresource, columns }, openAPIV3Schema) {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: namespaced ? 'Namespaced' : 'Cluster',
      names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase(), ...(shortNames.length > 0 && { shortNames }) },
      versions: [
        {
          name: 'v1alpha1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema },
          ...(columns && { additionalPrinterColumns: columns }),
          ...(statusSubresource && { subresources: { status: {} } }),
        },
      ],
    },
  };
}

function minimalSchema(kind) {
  const { required } = definitions[kind];
  const own = ownFields(kind);
  // Kinds without a spec have fields of their own at the root.
  const flat = !('spec' in own);
  return {
    type: 'object',
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { type: 'object' },
      ...(!flat && Object.fromEntries(Object.keys(own).map((field) => [field, { ...open, 'x-kubernetes-map-type': 'atomic' }]))),
    },
    required,
    ...(flat && { 'x-kubernetes-preserve-unknown-fields': true }),
  };
}

/** The fields at the root that are not those of every object. */
function ownFields(kind) {
  const common = new Set(['apiVersion', 'kind', 'metadata']);
  return Object.fromEntries(Object.entries(fieldsOf(kind).fields).filter(([field]) => !common.has(field)));
}

function fullSchema(kind) {
  const { description, required } = definitions[kind];
  const own = ownFields(kind);
  const properties = Object.fromEntries(
    Object.entries(own).map(([field, schema]) => [field, whole(field, structural(schema, { seen: [kind], times: 1 }))]),
  );
  return {
    description,
    type: 'object',
    properties: { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: { type: 'object' }, ...properties },
    required,
  };
}

function whole(field, schema) {
  return wholes.has(field) && schema.type === 'object' ? { ...schema, 'x-kubernetes-map-type': 'atomic' } : schema;
}

/** A structural schema: no references; what may hold itself is open from there on. `times` is how often a place can occur in an object. */
function structural(schema, place) {
  const described = schema.description ? { description: schema.description } : {};
  if (schema.$ref) return { ...referred(schema, place), ...described };
  if (schema['x-any-scalar'] || schema['x-quantity']) return { ...described, 'x-kubernetes-preserve-unknown-fields': true };
  if (schema['x-kubernetes-int-or-string'])
    return { ...described, anyOf: [{ type: 'integer' }, { type: 'string' }], 'x-kubernetes-int-or-string': true };
  if (schema['x-opaque']) return { ...described, ...open };
  if (schema.type === 'array') {
    const items = structural(schema.items, { ...place, times: place.times * (schema.maxItems ?? Number.POSITIVE_INFINITY) });
    return { ...described, type: 'array', ...bounds(schema), items };
  }
  const element = elementOfMap(schema);
  if (element)
    return { ...described, type: 'object', additionalProperties: structural(element, { ...place, times: Number.POSITIVE_INFINITY }) };
  if (!schema.type && !schema.enum) return { ...described, 'x-kubernetes-preserve-unknown-fields': true };
  return { ...described, type: schema.type ?? 'string', ...bounds(schema) };
}

function referred(schema, { seen, times }) {
  const name = schema.$ref;
  const definition = definitions[name];
  if (schema['x-kubernetes-preserve-unknown-fields'] || seen.includes(name)) return open;
  if (name === 'ObjectMeta') return open;
  if (definition.type !== 'object' || definition['x-opaque']) return structural(definition, { seen, times });
  const { fields, required, open: isOpen } = fieldsOf(name);
  const needed = required.filter((field) => !mayMiss.has(`${name}.${field}`));
  const inner = { seen: [...seen, name], times };
  const properties = Object.fromEntries(
    Object.entries(fields).map(([field, own]) => [
      field,
      openPlaces.has(`${name}.${field}`)
        ? { description: own.description, ...open }
        : structural(own, unruled.has(`${name}.${field}`) ? { ...inner, times: Number.POSITIVE_INFINITY } : inner),
    ]),
  );
  const rules = definition['x-kubernetes-validations'];
  return {
    type: 'object',
    properties,
    ...(needed.length > 0 && { required: needed }),
    ...(isOpen && { 'x-kubernetes-preserve-unknown-fields': true }),
    ...(definition.maxProperties && { minProperties: definition.minProperties, maxProperties: definition.maxProperties }),
    ...(rules && times <= mostEvaluations && { 'x-kubernetes-validations': rules }),
  };
}

function bounds({ minimum, maximum, minItems, maxItems, minLength, pattern, format, nullable, enum: values }) {
  return Object.fromEntries(
    Object.entries({ minimum, maximum, minItems, maxItems, minLength, pattern, format, nullable, enum: values }).filter(
      ([, value]) => value !== undefined,
    ),
  );
}

function writeFlavour(flavour, crds) {
  for (const crd of crds)
    write(
      `${folder}/${flavour}/${crd.metadata.name}.yaml`,
      `# Made by hack/generate-crds.mjs. Do not edit.\n${yaml.stringify(crd, { aliasDuplicateObjects: false, lineWidth: 0, indent: 1, indentSeq: false })}`,
    );
  write(
    `${folder}/${flavour}/kustomization.yaml`,
    `# Made by hack/generate-crds.mjs. Do not edit.\n${yaml.stringify({
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      resources: crds.map(({ metadata }) => `${metadata.name}.yaml`),
    })}`,
  );
}
