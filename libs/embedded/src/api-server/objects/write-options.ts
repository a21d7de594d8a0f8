import type { StoredObject } from '../../store/history.ts';
import type { ApiObject } from '../../store/object.ts';

/** What a client asked for besides the object itself. */
export interface WriteOptions {
  readonly dryRun: boolean;
  readonly fieldManager: string;
  readonly fieldValidation: 'Ignore' | 'Warn' | 'Strict';
  /** `status` where only the status is written. */
  readonly subresource: string;
}

export interface WriteResult {
  readonly stored: StoredObject;
  readonly created: boolean;
  readonly warnings: readonly string[];
}

/** Options of writes that the server makes itself. */
export const internalWrite: WriteOptions = { dryRun: false, fieldManager: 'argosy', fieldValidation: 'Ignore', subresource: '' };

/** An object that is shown but not stored, as the answer to a dry run. */
export function unstored(object: ApiObject, revision: number): StoredObject {
  return { object, bytes: Buffer.from(JSON.stringify(object)), revision };
}
