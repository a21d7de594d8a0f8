import type { ApiObject } from '../../store/object.ts';
import type { Resource } from '../resource.ts';
import { badRequest } from '../status-error.ts';
import type { WriteOptions } from './write-options.ts';

export interface FieldCheck {
  readonly draft: ApiObject;
  readonly previous: ApiObject | undefined;
  readonly mode: WriteOptions['fieldValidation'];
}

/** Drops fields that the schema does not know; returns a warning for each, or refuses the object, as the client asked. */
export function checkFields(resource: Resource, { draft, previous, mode }: FieldCheck): readonly string[] {
  const unknown = resource.behaviour.prune?.(draft, previous) ?? [];
  if (unknown.length === 0 || mode === 'Ignore') return [];
  const problems = unknown.map((path) => `unknown field "${path}"`);
  if (mode === 'Strict')
    throw badRequest(
      `${resource.kind} in version "${resource.version}" cannot be handled as a ${resource.kind}: strict decoding error: ${problems.join(', ')}`,
    );
  return problems;
}
