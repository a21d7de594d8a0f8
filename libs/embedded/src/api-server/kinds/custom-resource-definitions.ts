import { type ApiObject, isJsonObject, type JsonObject } from '../../store/object.ts';
import type { Definition } from '../custom/definition.ts';
import type { Resource } from '../resource.ts';
import type { Cause } from '../status-error.ts';
import { invalidValue, required } from '../validation/causes.ts';
import { define } from './define.ts';

export const cleanupFinalizer = 'customresourcecleanup.apiextensions.k8s.io';

const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

export const customResourceDefinitions: Resource = define({
  group: 'apiextensions.k8s.io',
  version: 'v1',
  plural: 'customresourcedefinitions',
  kind: 'CustomResourceDefinition',
  shortNames: ['crd', 'crds'],
  categories: ['api-extensions'],
  schema: { type: 'object', properties: { spec: open, status: open } },
  namespaced: false,
  hasStatus: true,
  columns: [{ name: 'Created At', type: 'date', cell: ({ metadata }) => metadata.creationTimestamp }],
  behaviour: { countsGenerations: true, applyDefaults: applyDefinitionDefaults, validate: validateDefinition, initialStatus },
});

function applyDefinitionDefaults(draft: ApiObject, previous: ApiObject | undefined): void {
  const { spec } = draft;
  if (!isJsonObject(spec) || spec === previous?.['spec']) return;
  draft['spec'] = { ...spec, conversion: spec['conversion'] ?? { strategy: 'None' }, names: completeNames(spec['names']) };
  if (!previous) draft.metadata.finalizers = [...new Set([...(draft.metadata.finalizers ?? []), cleanupFinalizer])];
}

function completeNames(names: unknown): JsonObject {
  const given = isJsonObject(names) ? names : {};
  const kind = String(given['kind'] ?? '');
  return { ...given, listKind: given['listKind'] || `${kind}List`, singular: given['singular'] || kind.toLowerCase() };
}

function validateDefinition(draft: ApiObject, previous: ApiObject | undefined): readonly Cause[] {
  const { spec } = draft as Definition;
  if (spec === previous?.['spec']) return [];
  const missing = ['group', 'scope', 'names', 'versions'].filter((field) => !(spec as JsonObject | undefined)?.[field]);
  if (missing.length > 0) return missing.map((field) => required(`spec.${field}`, ''));
  const wanted = `${spec.names.plural}.${spec.group}`;
  const causes: Cause[] =
    draft.metadata.name === wanted ? [] : [invalidValue('metadata.name', draft.metadata.name, `must be spec.names.plural+"."+spec.group`)];
  if (spec.versions.filter((version) => version.storage).length !== 1)
    causes.push(invalidValue('spec.versions', null, 'must have exactly one version marked as storage version'));
  return [
    ...causes,
    ...spec.versions.flatMap((version, i) =>
      version.schema?.openAPIV3Schema ? [] : [required(`spec.versions[${i}].schema.openAPIV3Schema`, 'schemas are required')],
    ),
  ];
}

/** Names are accepted and the resource is served in the same moment in which the definition is stored. */
function initialStatus(draft: ApiObject): unknown {
  const spec = (draft as Definition).spec as Definition['spec'] | undefined;
  const lastTransitionTime = draft.metadata.creationTimestamp;
  return {
    conditions: [
      { type: 'NamesAccepted', status: 'True', reason: 'NoConflicts', message: 'no conflicts found', lastTransitionTime },
      {
        type: 'Established',
        status: 'True',
        reason: 'InitialNamesAccepted',
        message: 'the initial names have been accepted',
        lastTransitionTime,
      },
    ],
    acceptedNames: completeNames(spec?.names),
    storedVersions: (spec?.versions ?? []).filter((version) => version.storage).map((version) => version.name),
  };
}
