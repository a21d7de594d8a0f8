import { applyPatch, type Operation } from 'rfc6902';
import { cloneJson } from '../../store/object.ts';
import { badRequest, StatusError } from '../status-error.ts';

/** RFC 6902. Works on a copy; a failed operation or test is a 422, as the real server answers. */
export function jsonPatch(target: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch)) throw badRequest('error decoding patch: json: a JSON patch is an array of operations');
  const copy = cloneJson(target);
  const failed = applyPatch(copy, patch as Operation[]).find((error) => error !== null);
  if (!failed) return copy;
  throw new StatusError({
    code: 422,
    reason: 'Invalid',
    message: `the server rejected our request due to an error in our request: ${failed.name}: ${failed.message}`,
    details: {},
  });
}
