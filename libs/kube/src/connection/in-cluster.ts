import { readFile } from 'node:fs/promises';
import { OperationalError } from '@argosy/std';
import type { KubeConnection } from './connection.ts';
import { tokenFromFile } from './token-file.ts';

const FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The API server as a pod sees it, with the token of its service account. */
export async function inClusterConnection(environment: Readonly<Record<string, string | undefined>>): Promise<KubeConnection> {
  const host = environment['KUBERNETES_SERVICE_HOST'];
  const port = environment['KUBERNETES_SERVICE_PORT'] ?? '443';
  if (!host) {
    throw new OperationalError('not inside a pod: KUBERNETES_SERVICE_HOST is not set', { code: 'KUBE_NO_CONFIGURATION', retry: 'never' });
  }
  const [ca, namespace] = await Promise.all([read('ca.crt'), read('namespace')]);
  return {
    server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    namespace: namespace.trim(),
    tls: { ca },
    headers: {},
    token: tokenFromFile(`${FOLDER}/token`),
  };
}

async function read(name: string): Promise<string> {
  try {
    return await readFile(`${FOLDER}/${name}`, 'utf8');
  } catch (cause) {
    throw new OperationalError(`the pod has no service account token: cannot read ${FOLDER}/${name}`, {
      code: 'KUBE_NO_CONFIGURATION',
      retry: 'never',
      cause,
    });
  }
}
