import { coreResources, createInformer, type KubeClient, type KubeObject, realTimers } from '@argosy/kube';
import { isErrorWithCode, type Logger } from '@argosy/std';

interface Claim extends KubeObject {
  readonly spec?: { readonly resources?: { readonly requests?: unknown }; readonly accessModes?: readonly string[] };
  readonly status?: { readonly phase?: string };
}

/** Every claim is bound at once: on one machine a claim is a folder. */
export function bindClaims(client: KubeClient, logger: Logger): { stop(): void } {
  const claims = createInformer<Claim, Claim>({
    client,
    type: coreResources.PersistentVolumeClaim,
    project: (claim) => claim,
    timers: realTimers,
    logger,
  });
  const bind = async (claim: Claim): Promise<void> => {
    if (claim.status?.phase === 'Bound') return;
    const { name = '', namespace = '' } = claim.metadata;
    const ref = { name, namespace, body: { status: boundStatus(claim) } };
    try {
      await client.patch(coreResources.PersistentVolumeClaim, ref, { type: 'merge', subresource: 'status' });
    } catch (error) {
      if (!isErrorWithCode(error, 'KUBE_NOTFOUND'))
        logger.warn('cannot bind a claim', { claim: `${namespace}/${name}`, error: (error as Error).message });
    }
  };
  claims.subscribe({ added: ({ value }) => void bind(value), updated: ({ value }) => void bind(value) });
  claims.start();
  return { stop: () => claims.stop() };
}

function boundStatus({ spec }: Claim): object {
  return { phase: 'Bound', accessModes: spec?.accessModes ?? [], capacity: spec?.resources?.requests ?? {} };
}
