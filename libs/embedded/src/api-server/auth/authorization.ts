import type { ApiRequest, RequestTarget } from '../request.ts';
import type { ApiState } from '../state.ts';
import { forbidden, unauthorized } from '../status-error.ts';
import { decideAccess } from './rbac.ts';
import { effectiveUser, type Identity, type User } from './user.ts';

export interface AuthorizationOptions {
  readonly state: ApiState;
  /** Whether roles and bindings decide; without it every known user may do everything. */
  readonly authorize: boolean;
}

/** Paths that are open to everybody, so that probes need no token. */
const openPaths = /^\/(healthz|livez|readyz|version)(\/.*)?$/;

const aboutOneself: ReadonlySet<string> = new Set([
  'authentication.k8s.io/selfsubjectreviews',
  'authorization.k8s.io/selfsubjectaccessreviews',
  'authorization.k8s.io/selfsubjectrulesreviews',
]);

const nowhere: RequestTarget = { apiVersion: '', group: '', version: '', plural: '', namespace: '', name: '', subresource: '' };

/** Throws 401 for nobody and 403 for those who may not. */
export function authorizeRequest({ state, authorize }: AuthorizationOptions, request: ApiRequest, identity: Identity): void {
  if (openPaths.test(request.path)) return;
  if (identity.user.username === 'system:anonymous') throw unauthorized();
  // Discovery is open to all who are known.
  if (!authorize || !request.target) return;
  const user = effectiveUser(identity);
  const { verb, path, target = nowhere } = request;
  const { group, plural: resource, subresource, namespace, name } = target;
  // What Kubernetes gives everybody who is known (`system:basic-user`): to ask about themselves.
  if (verb === 'create' && aboutOneself.has(`${group}/${resource}`)) return;
  if (!decideAccess(state.store, { user, verb, path, group, resource, subresource, namespace, name }).allowed)
    throw refusal(target, verb, user);
}

function refusal(target: RequestTarget, verb: string, user: User): Error {
  const where = target.namespace ? `in the namespace "${target.namespace}"` : 'at the cluster scope';
  const resource = target.subresource ? `${target.plural}/${target.subresource}` : target.plural;
  const why = `User "${user.username}" cannot ${verb} resource "${resource}" in API group "${target.group}" ${where}`;
  return forbidden({ group: target.group, plural: target.plural, kind: '' }, target.name, why);
}
