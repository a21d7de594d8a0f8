/** One rule of a Role, in the words of Kubernetes. */
export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** A ServiceAccount of that name, if it is not there, with a Role of these rules, for `kubectl apply`. */
export function rights(serviceAccount: string, rules: readonly Rule[]): string {
  const role = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: serviceAccount };
  const items = [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: serviceAccount } },
    { apiVersion: `${role.apiGroup}/v1`, kind: 'Role', metadata: { name: serviceAccount }, rules },
    {
      apiVersion: `${role.apiGroup}/v1`,
      kind: 'RoleBinding',
      metadata: { name: serviceAccount },
      roleRef: role,
      subjects: [{ kind: 'ServiceAccount', name: serviceAccount }],
    },
  ];
  // What begins with a brace would be read as a single JSON text.
  return items.map((item) => `---\n${JSON.stringify(item)}\n`).join('');
}

/** What the pods of http templates (`workflowtasksets`) and of artifact deletion (`workflowartifactgctasks`) need; their logs name this Role where it is missing. */
export function taskRules(resource: 'workflowtasksets' | 'workflowartifactgctasks'): readonly Rule[] {
  return [
    { apiGroups: ['argoproj.io'], resources: [resource], verbs: ['get', 'list', 'watch'] },
    { apiGroups: ['argoproj.io'], resources: [`${resource}/status`], verbs: ['patch'] },
  ];
}

/** What a step that makes, reads and deletes ConfigMaps needs. */
export const configMapRules: readonly Rule[] = [
  { apiGroups: [''], resources: ['configmaps'], verbs: ['create', 'get', 'patch', 'delete'] },
];
