import { coreResources, type KubeObject, type ResourceType } from '@argosy/kube';
import { LRUCache } from 'lru-cache';
import { ApiFailure } from '../api/failure.ts';
import type { Caller } from '../auth/caller.ts';

export interface AccessQuestion {
  readonly verb: 'get' | 'list' | 'watch' | 'create' | 'update' | 'delete' | 'patch';
  readonly type: Pick<ResourceType, 'group' | 'plural'>;
  /** Empty: all namespaces. */
  readonly namespace: string;
  readonly name?: string;
}

/** Asks the API server what a caller may do: for everything that is answered from a cache or a database and not by it. */
export interface Access {
  /** Throws PERMISSION_DENIED, or UNAUTHENTICATED where the API server does not know the caller. */
  require(caller: Caller, question: AccessQuestion): Promise<void>;
  allows(caller: Caller, question: AccessQuestion): Promise<boolean>;
}

/** Rights that are taken away stay for at most this long. */
const REMEMBERED = 10_000;

interface Review extends KubeObject {
  readonly spec: unknown;
  readonly status?: { readonly allowed?: boolean };
}

export function createAccess(): Access {
  const known = new LRUCache<string, boolean>({ max: 10_000, ttl: REMEMBERED });
  const allows = async (caller: Caller, question: AccessQuestion): Promise<boolean> => {
    const { verb, type, namespace, name = '' } = question;
    const key = [caller.identity, verb, type.group, type.plural, namespace, name].join('\n');
    const answer = known.get(key);
    if (answer !== undefined) return answer;
    const resourceAttributes = { verb, group: type.group, resource: type.plural, namespace, name };
    const review = await caller.client.create<Review>(coreResources.SelfSubjectAccessReview, {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      metadata: {},
      spec: { resourceAttributes },
    });
    const allowed = review.status?.allowed === true;
    known.set(key, allowed);
    return allowed;
  };
  return {
    allows,
    async require(caller, question) {
      if (await allows(caller, question)) return;
      const { verb, type, namespace } = question;
      const where = namespace === '' ? 'at the cluster scope' : `in the namespace "${namespace}"`;
      const resource = type.group === '' ? type.plural : `${type.plural}.${type.group}`;
      throw new ApiFailure(
        'PERMISSION_DENIED',
        `Permission denied, you are not allowed to ${verb} ${resource} ${where}. See https://argo-workflows.readthedocs.io/en/latest/faq/`,
      );
    },
  };
}
