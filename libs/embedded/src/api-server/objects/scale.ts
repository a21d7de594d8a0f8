import type { StoredObject } from '../../store/history.ts';
import { type ApiObject, isJsonObject, type JsonObject } from '../../store/object.ts';
import { selectorText } from '../kinds/workloads/label-selector.ts';
import type { WorkloadSpec } from '../kinds/workloads/pod-template.ts';
import { jsonPatch } from '../patch/json-patch.ts';
import { mergePatch } from '../patch/merge-patch.ts';
import type { Resource } from '../resource.ts';
import type { ApiState } from '../state.ts';
import { badRequest, conflict, invalid, notFound, unsupportedMediaType } from '../status-error.ts';
import { invalidValue } from '../validation/causes.ts';
import { changeObject } from './update.ts';
import type { WriteOptions } from './write-options.ts';

/** The workload whose number of pods is read or set. */
export interface ScaleInput {
  readonly resource: Resource;
  readonly namespace: string;
  readonly name: string;
}

/** The `autoscaling/v1` Scale of a workload. */
export function readScale(state: ApiState, { resource, namespace, name }: ScaleInput): ApiObject {
  const stored = state.store.get(resource.storage, namespace, name);
  if (!stored) throw notFound(resource, name);
  return scaleOf(stored);
}

/** Sets the number of pods as the Scale says that `change` makes of the present one. */
export function writeScale(
  state: ApiState,
  { options, ...input }: ScaleInput & { readonly options: WriteOptions },
  change: (present: ApiObject) => unknown,
): ApiObject {
  const { resource, name } = input;
  const present = readScale(state, input);
  const next = change(present);
  if (!isJsonObject(next)) throw badRequest('the patch leaves no object');
  const { metadata = {}, spec } = next as { metadata?: { resourceVersion?: string }; spec?: { replicas?: number } };
  const { replicas = 0 } = spec ?? {};
  const why = 'must be greater than or equal to 0';
  if (!Number.isInteger(replicas) || replicas < 0)
    throw invalid({ group: 'autoscaling', plural: 'scales', kind: 'Scale' }, name, [invalidValue('spec.replicas', replicas, why)]);
  if (metadata.resourceVersion && metadata.resourceVersion !== present.metadata.resourceVersion)
    throw conflict(resource, name, 'the object has been modified; please apply your changes to the latest version and try again');
  const { stored } = changeObject(state, { ...input, options: { ...options, subresource: '' } }, (object) => ({
    ...object,
    spec: { ...(object['spec'] as object), replicas },
  }));
  return scaleOf(stored);
}

const patches: Readonly<Record<string, (present: unknown, patch: unknown) => unknown>> = {
  'application/merge-patch+json': mergePatch,
  'application/json-patch+json': jsonPatch,
  // A Scale has no lists: both merges are one.
  'application/strategic-merge-patch+json': mergePatch,
};

/** A patch of a Scale. */
export function patchOfScale(mediaType: string): (present: unknown, patch: unknown) => unknown {
  const patch = patches[mediaType];
  if (!patch) throw unsupportedMediaType(Object.keys(patches).join(', '));
  return patch;
}

function scaleOf({ object }: StoredObject): ApiObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const spec = (object['spec'] ?? {}) as WorkloadSpec;
  const status = (object['status'] ?? {}) as JsonObject;
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp } as ApiObject['metadata'],
    spec: { replicas: spec.replicas ?? 0 },
    status: { replicas: Number(status['replicas'] ?? 0), selector: selectorText(spec.selector ?? {}) },
  };
}
