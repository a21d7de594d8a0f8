import type { Workflow } from '@argosy/api';
import { nested, pathOf } from '../query.ts';
import type { ArchiveListOptions, ListOptions, WorkflowList } from '../types.ts';
import type { CallOptions, Requests } from './resource.ts';

export interface ArchivedRef {
  readonly uid: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** Workflows that have ended, in the database. Where there is none, the server answers UNIMPLEMENTED or UNKNOWN. */
export interface ArchiveApi {
  list(options?: ArchiveListOptions & CallOptions): Promise<WorkflowList>;
  get(ref: ArchivedRef, options?: CallOptions): Promise<Workflow>;
  delete(ref: ArchivedRef, options?: CallOptions): Promise<void>;
  resubmit(
    ref: ArchivedRef,
    request?: { readonly memoized?: boolean; readonly parameters?: readonly string[] },
    options?: CallOptions,
  ): Promise<Workflow>;
  retry(
    ref: ArchivedRef,
    request?: { readonly restartSuccessful?: boolean; readonly nodeFieldSelector?: string; readonly parameters?: readonly string[] },
    options?: CallOptions,
  ): Promise<Workflow>;
  labelKeys(namespace?: string, options?: CallOptions): Promise<readonly string[]>;
  /** The values of one key: the label selector is the key alone. */
  labelValues(listOptions: ListOptions, namespace?: string, options?: CallOptions): Promise<readonly string[]>;
}

interface Labels {
  readonly items?: readonly string[] | null;
}

export function archiveApi(requests: Requests): ArchiveApi {
  const at = (uid: string): string => `api/v1/archived-workflows/${pathOf(uid)}`;
  return {
    list: ({ listOptions, namePrefix, namespace, nameFilter, ...options } = {}) =>
      requests.get('api/v1/archived-workflows', { ...nested('listOptions', listOptions), namePrefix, namespace, nameFilter }, options),
    get: ({ uid, namespace, name }, options) => requests.get(at(uid), { namespace, name }, options),
    delete: async ({ uid, namespace }, options) => void (await requests.delete(at(uid), { namespace }, options)),
    resubmit: (ref, body = {}, options = undefined) => requests.put(`${at(ref.uid)}/resubmit`, { ...ref, ...body }, options),
    retry: (ref, body = {}, options = undefined) => requests.put(`${at(ref.uid)}/retry`, { ...ref, ...body }, options),
    labelKeys: async (namespace, options) =>
      (await requests.get<Labels>('api/v1/archived-workflows-label-keys', { namespace }, options)).items ?? [],
    labelValues: async (listOptions, namespace, options = undefined) =>
      (await requests.get<Labels>('api/v1/archived-workflows-label-values', { ...nested('listOptions', listOptions), namespace }, options))
        .items ?? [],
  };
}
