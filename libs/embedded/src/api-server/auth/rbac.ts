import type { ApiObject } from '../../store/object.ts';
import type { Store } from '../../store/store.ts';
import type { User } from './user.ts';

/** What somebody wants to do. */
export interface AccessRequest {
  readonly user: User;
  readonly verb: string;
  readonly group: string;
  /** Empty for paths that are no resource. */
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  readonly path: string;
}

export interface AccessDecision {
  readonly allowed: boolean;
  readonly reason: string;
}

interface PolicyRule {
  readonly verbs?: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

interface Subject {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

const rbac = 'rbac.authorization.k8s.io';

/** Decides by the roles and bindings that are stored. Members of `system:masters` may do everything. */
export function decideAccess(store: Store, request: AccessRequest): AccessDecision {
  if (request.user.groups.includes('system:masters')) return { allowed: true, reason: '' };
  for (const rule of rulesOf(store, request)) if (permits(rule.rule, request)) return { allowed: true, reason: rule.reason };
  return { allowed: false, reason: '' };
}

interface GrantedRule {
  readonly rule: PolicyRule;
  readonly reason: string;
}

function* rulesOf(store: Store, { user, namespace }: AccessRequest): Iterable<GrantedRule> {
  for (const { object } of store.list(`clusterrolebindings.${rbac}`)) yield* grantedBy(store, object, user);
  if (!namespace) return;
  for (const { object } of store.list(`rolebindings.${rbac}`, namespace)) yield* grantedBy(store, object, user);
}

function* grantedBy(store: Store, binding: ApiObject, user: User): Iterable<GrantedRule> {
  const subjects = (binding['subjects'] ?? []) as readonly Subject[];
  const subject = subjects.find((each) => isSubject(each, user, binding.metadata.namespace));
  if (!subject) return;
  const reference = binding['roleRef'] as RoleReference;
  const role = findRole(store, reference, binding.metadata.namespace ?? '');
  const who = subject.kind === 'ServiceAccount' ? `${subject.name}/${subject.namespace ?? binding.metadata.namespace}` : subject.name;
  const reason = `RBAC: allowed by ${binding.kind} "${binding.metadata.name}" of ${reference.kind} "${reference.name}" to ${subject.kind} "${who}"`;
  for (const rule of (role?.['rules'] ?? []) as readonly PolicyRule[]) yield { rule, reason };
}

interface RoleReference {
  readonly kind: string;
  readonly name: string;
}

function findRole(store: Store, { kind, name }: RoleReference, namespace: string): ApiObject | undefined {
  const stored = kind === 'ClusterRole' ? store.get(`clusterroles.${rbac}`, '', name) : store.get(`roles.${rbac}`, namespace, name);
  return stored?.object;
}

function isSubject(subject: Subject, user: User, namespace: string | undefined): boolean {
  if (subject.kind === 'User') return subject.name === user.username;
  if (subject.kind === 'Group') return user.groups.includes(subject.name);
  return user.username === `system:serviceaccount:${subject.namespace ?? namespace ?? ''}:${subject.name}`;
}

function permits(rule: PolicyRule, request: AccessRequest): boolean {
  if (!has(rule.verbs, request.verb)) return false;
  if (!request.resource) return (rule.nonResourceURLs ?? []).some((url) => matchesPath(url, request.path));
  const resource = request.subresource ? `${request.resource}/${request.subresource}` : request.resource;
  const isNamed = !rule.resourceNames?.length || rule.resourceNames.includes(request.name);
  return (
    has(rule.apiGroups, request.group) && isNamed && (has(rule.resources, resource) || has(rule.resources, `*/${request.subresource}`))
  );
}

function has(list: readonly string[] | undefined, value: string): boolean {
  return list?.some((each) => each === '*' || each === value) ?? false;
}

function matchesPath(pattern: string, path: string): boolean {
  return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : pattern === path;
}
