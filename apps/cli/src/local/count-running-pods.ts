import type { Pod } from '@argosy/api';
import { createKubeClient, type KubeObject } from '@argosy/kube';
import { listAll } from '../backend/list-all.ts';
import { PODS } from '../backend/resources.ts';

/** How many pods of all namespaces are in phase Running. */
export async function countRunningPods(kubeconfig: string): Promise<number> {
  const client = await createKubeClient({ kubeconfig });
  try {
    const pods = await listAll<Pod & KubeObject>(client, PODS, {});
    return pods.filter(({ status }) => status?.phase === 'Running').length;
  } finally {
    await client.close();
  }
}
