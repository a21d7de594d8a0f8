import { coreResources } from '@argosy/kube';
import { isErrorWithCode } from '@argosy/std';
import { type ConfigMapObject, label } from '../../caches/objects.ts';
import type { Applier } from './apply-actions.ts';

/** Puts one entry into a memoization cache; the ConfigMap is made when it is not there (acceptance 4-098). */
export const saveCache: Applier<'SaveCache'> = async ({ shell, workflow }, { configMap: name, key, entry }) => {
  const namespace = workflow.metadata.namespace ?? '';
  const data = { [key]: entry };
  try {
    shell.configMaps.learn(
      await shell.client.patch<ConfigMapObject>(coreResources.ConfigMap, { namespace, name, body: { data } }, { type: 'merge' }),
    );
  } catch (error) {
    if (!isErrorWithCode(error, 'KUBE_NOTFOUND')) throw error;
    const metadata = { name, namespace, labels: { [label.configMapType]: 'Cache' } };
    shell.configMaps.learn(
      await shell.client.create<ConfigMapObject>(coreResources.ConfigMap, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data }),
    );
  }
  return {};
};
