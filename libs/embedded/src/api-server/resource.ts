import type { ApiObject } from '../store/object.ts';
import type { StructuralSchema } from './custom/schema.ts';
import type { Cause } from './status-error.ts';

export type Verb = 'create' | 'delete' | 'deletecollection' | 'get' | 'list' | 'patch' | 'update' | 'watch';

/** A column of `kubectl get`; `cell` gives its value for one object. */
export interface Column {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  readonly format?: string;
  readonly description?: string;
  /** 0: always shown; 1: with `-o wide`. */
  readonly priority?: number;
  readonly cell: (object: ApiObject, now: number) => unknown;
}

export interface Subresource {
  readonly name: string;
  readonly kind: string;
  readonly group?: string;
  readonly version?: string;
  readonly verbs: readonly string[];
}

/** What is particular to a kind. Drafts may be changed in place where they differ from `previous`; what they share with it may not. */
export interface Behaviour {
  /** Fills defaults of an object that is new or whose spec changed. */
  readonly applyDefaults?: (draft: ApiObject, previous: ApiObject | undefined) => void;
  /** Reasons to refuse the object. */
  readonly validate?: (draft: ApiObject, previous: ApiObject | undefined) => readonly Cause[];
  /** Fields that are not in the schema, as paths; they are dropped, or refused when the client asked so. */
  readonly prune?: (draft: ApiObject, previous: ApiObject | undefined) => readonly string[];
  /** A field selector's field beyond metadata.name and metadata.namespace. */
  readonly readField?: (object: ApiObject, field: string) => string | undefined;
  readonly selectableFields?: readonly string[];
  /** Whether `metadata.generation` counts the changes of the spec. */
  readonly countsGenerations?: boolean;
  /** The status of an object that was just created, where clients do not set it. */
  readonly initialStatus?: (draft: ApiObject) => unknown;
}

/** Another version or group of objects that are stored in one form. */
export interface View {
  readonly toStored: (object: ApiObject) => ApiObject;
  readonly fromStored: (object: ApiObject) => ApiObject;
}

/** A resource as it is served in one version. */
export interface Resource {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly listKind: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly verbs: readonly Verb[];
  readonly subresources: readonly Subresource[];
  /** The store's name for it: `pods`, `workflows.argoproj.io`. */
  readonly storage: string;
  /** Whether `/status` is the only way to change the status. */
  readonly hasStatus: boolean;
  readonly columns: readonly Column[];
  readonly behaviour: Behaviour;
  /** Strategic merge patch is understood; custom resources do not have it. */
  readonly strategic: boolean;
  readonly view?: View;
  /** OpenAPI schema of the object. */
  readonly schema?: StructuralSchema;
}

export const allVerbs: readonly Verb[] = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

export const statusSubresource = (kind: string): Subresource => ({ name: 'status', kind, verbs: ['get', 'patch', 'update'] });

/** `v1` or `argoproj.io/v1alpha1`. */
export function apiVersionOf({ group, version }: Pick<Resource, 'group' | 'version'>): string {
  return group ? `${group}/${version}` : version;
}
