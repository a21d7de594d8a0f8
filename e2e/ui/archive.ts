import type { Workflow } from '@argosy/api';
import { createConnection } from '@argosy/persistence';
import { silentLogger } from '@argosy/std';
import type { PostgresServer } from '../../libs/persistence/src/testing/postgres.ts';
import { output, type Provider } from '../provider.ts';

/** The setting `persistence` of the controller's ConfigMap. */
type PersistenceSetting = Readonly<Record<string, unknown>>;

export function postgresSetting({ host, port, user }: PostgresServer): PersistenceSetting {
  return { archive: true, postgresql: { host, port, database: 'postgres', user } };
}

/** Fills an archive with ten workflows `kept-00` to `kept-09` that are nowhere else, the newest first, and makes a namespace whose ConfigMap names it. */
export async function prepareArchive(provider: Provider, namespace: string, persistence: PersistenceSetting): Promise<void> {
  await fill(persistence);
  output(provider.kubectl('create', 'namespace', namespace));
  const configMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'workflow-controller-configmap', namespace },
    data: { persistence: JSON.stringify(persistence) },
  };
  output(provider.kubectlWithInput(JSON.stringify(configMap), 'apply', '-f', '-'));
}

async function fill(persistence: PersistenceSetting): Promise<void> {
  const connection = createConnection({ readSecret: async () => '', readDuration: () => undefined, logger: silentLogger });
  connection.configure(persistence);
  for (let index = 0; index < 10; index++) await connection.archive()?.save(archived(index));
  await connection.close();
}

function archived(index: number): Workflow {
  const name = `kept-0${index}`;
  const time = new Date(Date.UTC(2026, 0, 1) - index * 60_000).toISOString();
  const node = {
    id: name,
    name,
    displayName: name,
    type: 'Pod',
    templateName: 'main',
    phase: 'Succeeded',
    startedAt: time,
    finishedAt: time,
  } as const;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: { name, namespace: 'default', uid: `uid-${name}`, creationTimestamp: time, labels: { kept: String(index % 2) } },
    spec: { entrypoint: 'main', templates: [{ name: 'main', container: { name: '', image: 'busybox', command: ['true'] } }] },
    status: { phase: 'Succeeded', startedAt: time, finishedAt: time, nodes: { [name]: node } },
  };
}
