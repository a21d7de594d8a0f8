import { type ApiObject, isJsonObject } from '../../store/object.ts';
import { applyIntent, firstApplyEntry } from '../patch/apply.ts';
import { jsonPatch } from '../patch/json-patch.ts';
import { mergePatch } from '../patch/merge-patch.ts';
import { strategicMergePatch } from '../patch/strategic-merge.ts';
import { checkIntent } from '../patch/typed-intent.ts';
import type { StructuralSchema } from '../custom/schema.ts';
import { apiVersionOf } from '../resource.ts';
import type { ApiState } from '../state.ts';
import { badRequest, invalid, notFound, unsupportedMediaType } from '../status-error.ts';
import { required } from '../validation/causes.ts';
import { checkNamespace, createObject, readObject } from './create.ts';
import { changeObject, type UpdateInput } from './update.ts';
import type { WriteResult } from './write-options.ts';

export interface PatchInput extends UpdateInput {
  readonly patch: unknown;
  readonly mediaType: string;
  /** Server-side apply takes fields from other managers. */
  readonly force: boolean;
  /** Whether the client named the manager of its fields. */
  readonly hasManager: boolean;
}

const patchOptions = { group: 'meta.k8s.io', plural: 'patchoptions', kind: 'PatchOptions' };

type PatchFunction = (present: unknown, patch: unknown, schema: StructuralSchema | undefined) => unknown;

const patches: Readonly<Record<string, PatchFunction>> = {
  'application/json-patch+json': jsonPatch,
  'application/merge-patch+json': mergePatch,
  'application/strategic-merge-patch+json': strategicMergePatch,
};

/** Changes an object by a patch of any of the four kinds; server-side apply creates it where it is missing. */
export function patchObject(state: ApiState, input: PatchInput): WriteResult {
  const { mediaType, resource } = input;
  if (mediaType === 'application/apply-patch+yaml') return applyObject(state, input);
  const patch = mediaType === 'application/strategic-merge-patch+json' && !resource.strategic ? undefined : patches[mediaType];
  if (!patch) throw unsupportedMediaType(acceptedPatches(resource.strategic));
  return changeObject(state, input, (present) => {
    const next = patch(present, input.patch, resource.schema);
    if (!isJsonObject(next)) throw badRequest('the patch leaves no object');
    return next as ApiObject;
  });
}

function acceptedPatches(strategic: boolean): string {
  const types = ['application/json-patch+json', 'application/merge-patch+json', 'application/apply-patch+yaml'];
  return (strategic ? [...types, 'application/strategic-merge-patch+json'] : types).join(', ');
}

function applyObject(state: ApiState, input: PatchInput): WriteResult {
  const { resource, namespace, name, force, options } = input;
  const intent = readIntent(input);
  const apply = { resource, manager: options.fieldManager, force, now: state.clock.now(), subresource: options.subresource };
  if (state.store.get(resource.storage, namespace, name)) {
    return changeObject(state, { ...input, isApply: true }, (present) => applyIntent(present, intent, apply));
  }
  if (options.subresource) throw notFound(resource, name);
  const body = { ...intent, metadata: { ...intent.metadata, name } };
  return createObject(state, { resource, namespace, body, options, managedFields: firstApplyEntry(intent, apply) });
}

function readIntent({ resource, namespace, name, patch, hasManager }: PatchInput): ApiObject {
  if (!isJsonObject(patch)) throw badRequest('error decoding YAML: an apply needs an object');
  const { apiVersion, kind } = patch;
  const intent = readObject(resource, patch);
  if (apiVersion === undefined || kind === undefined)
    throw badRequest(`apply needs apiVersion ${apiVersionOf(resource)} and kind ${resource.kind}`);
  const { metadata } = intent;
  if (metadata.name !== undefined && metadata.name !== name)
    throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${name})`);
  if (metadata.managedFields?.length) throw badRequest('metadata.managedFields must be nil');
  if (!hasManager) throw invalid(patchOptions, '', [required('fieldManager', 'is required for apply patch')]);
  checkNamespace(resource, intent, namespace);
  checkIntent(intent, resource);
  return intent;
}
