export interface User {
  readonly username: string;
  readonly uid?: string;
  readonly groups: readonly string[];
}

/** Who makes a request, and whom they act as. */
export interface Identity {
  readonly user: User;
  readonly impersonated?: User;
}

export const adminUser: User = { username: 'argosy-admin', groups: ['system:masters', 'system:authenticated'] };
export const anonymousUser: User = { username: 'system:anonymous', groups: ['system:unauthenticated'] };

/** The user in whose name a request is carried out. */
export function effectiveUser({ user, impersonated }: Identity): User {
  return impersonated ?? user;
}

/** The user that a service account's token stands for. */
export function serviceAccountUser(namespace: string, name: string, uid?: string): User {
  return {
    username: `system:serviceaccount:${namespace}:${name}`,
    ...(uid ? { uid } : {}),
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
  };
}
