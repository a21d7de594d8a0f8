import { isJsonObject, type JsonObject } from '../../store/object.ts';
import type { Store } from '../../store/store.ts';
import { type AccessRequest, decideAccess } from './rbac.ts';
import type { ServiceAccountTokens } from './service-account-tokens.ts';
import type { User } from './user.ts';

export interface ReviewContext {
  readonly store: Store;
  readonly tokens: ServiceAccountTokens;
  readonly user: User;
  /** Whether roles and bindings decide; else everything is allowed. */
  readonly authorize: boolean;
}

type Review = (body: JsonObject, context: ReviewContext) => object;

/** Questions about who somebody is and what they may do, by `group/plural`. */
export const reviews: Readonly<Record<string, Review>> = {
  'authentication.k8s.io/selfsubjectreviews': (_body, { user }) => ({ userInfo: user }),
  'authentication.k8s.io/tokenreviews': (body, { tokens }) => {
    const user = tokens.verify(String(specOf(body)['token'] ?? ''));
    return user ? { authenticated: true, user } : { authenticated: false };
  },
  'authorization.k8s.io/selfsubjectaccessreviews': (body, context) => decide(context, specOf(body), context.user),
  'authorization.k8s.io/subjectaccessreviews': (body, context) => decide(context, specOf(body), subjectOf(specOf(body))),
  'authorization.k8s.io/localsubjectaccessreviews': (body, context) => decide(context, specOf(body), subjectOf(specOf(body))),
  'authorization.k8s.io/selfsubjectrulesreviews': (_body, { user, authorize }) => {
    const isFree = !authorize || user.groups.includes('system:masters');
    const resourceRules = isFree ? [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }] : [];
    return { resourceRules, nonResourceRules: isFree ? [{ verbs: ['*'], nonResourceURLs: ['*'] }] : [], incomplete: !isFree };
  },
};

function specOf(body: JsonObject): JsonObject {
  return isJsonObject(body['spec']) ? body['spec'] : {};
}

function subjectOf(spec: JsonObject): User {
  const username = String(spec['user'] ?? '');
  const groups = Array.isArray(spec['groups']) ? spec['groups'].map(String) : [];
  const account = /^system:serviceaccount:([^:]+):/.exec(username);
  return { username, groups: account ? ['system:serviceaccounts', `system:serviceaccounts:${account[1]}`, ...groups] : groups };
}

function decide({ store, authorize }: ReviewContext, spec: JsonObject, user: User): object {
  if (!authorize) return { allowed: true, reason: 'every user may do everything here' };
  const resource = isJsonObject(spec['resourceAttributes']) ? spec['resourceAttributes'] : undefined;
  const path = isJsonObject(spec['nonResourceAttributes']) ? spec['nonResourceAttributes'] : {};
  const text = (field: string): string => String((resource ?? path)[field] ?? '');
  const request: AccessRequest = {
    user,
    verb: text('verb'),
    group: text('group'),
    resource: text('resource'),
    subresource: text('subresource'),
    namespace: text('namespace'),
    name: text('name'),
    path: text('path'),
  };
  const { allowed, reason } = decideAccess(store, request);
  return { allowed, ...(reason ? { reason } : {}) };
}
