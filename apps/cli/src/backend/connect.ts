import { readFileSync } from 'node:fs';
import { type ConnectionOptions, createKubeClient, type KubeConnection, openConnection } from '@argosy/kube';
import { type Clock, isErrorWithCode } from '@argosy/std';
import type { Globals, Io } from '../command.ts';
import type { Environment } from '../config.ts';
import { CliFailure } from '../failure.ts';
import type { Cluster } from './backend.ts';
import { kubeCluster } from './kube/kube-cluster.ts';

const DEFAULT_NAMESPACE = 'default';

export interface ConnectOptions {
  readonly globals: Globals;
  readonly environment: Environment;
  readonly io: Io;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  sleep(milliseconds: number): Promise<void>;
}

/** Opens what flags and environment point to: an Argo server where one is named, the Kubernetes API otherwise. */
export async function connect(options: ConnectOptions): Promise<Cluster> {
  return options.globals.server.address === '' ? connectToKubernetes(options) : connectThroughServer(options);
}

/** The kubeconfig, where there is one, gives the namespace and the token, as in Argo. */
async function connectThroughServer(options: ConnectOptions): Promise<Cluster> {
  const { globals, environment, signal } = options;
  const { connectToServer } = await import('./server/connect-to-server.ts');
  const given = globals.connection.token;
  let opened: Promise<KubeConnection | undefined> | undefined;
  const kubeconfig = (): Promise<KubeConnection | undefined> =>
    (opened ??= openConnection(connectionOptions(globals, environment)).catch((error: unknown) => {
      if (isErrorWithCode(error, 'KUBE_NO_CONFIGURATION')) return undefined;
      throw error;
    }));
  return connectToServer({
    server: globals.server,
    namespace: globals.namespace ?? (await kubeconfig())?.namespace ?? DEFAULT_NAMESPACE,
    signal,
    token: async () => given ?? (await kubeconfig())?.token(),
  });
}

async function connectToKubernetes(options: ConnectOptions): Promise<Cluster> {
  const { globals, clock, signal, sleep, io } = options;
  const connection = await openKubernetes(options);
  return kubeCluster({
    client: await createKubeClient({ connection, userAgent: 'argo' }),
    namespace: globals.namespace ?? connection.namespace ?? DEFAULT_NAMESPACE,
    instanceId: globals.instanceId,
    clock,
    signal,
    sleep,
    token: connection.token,
    onSkipped: (message) => void (globals.verbose && io.error(`${message}\n`)),
  });
}

/** Kubeconfig, then the pod's own service account, then a provider that `argo local up` has started on this machine. */
async function openKubernetes({ globals, environment, io }: ConnectOptions): Promise<KubeConnection> {
  const options = connectionOptions(globals, environment);
  const from = options.kubeconfig ?? environment.variables['KUBECONFIG'];
  if (globals.kubeVerbose) io.error(`Config loaded from file:  ${from ?? '~/.kube/config'}\n`);
  return openConnection(options).catch(async (error: unknown) => {
    if (!isErrorWithCode(error, 'KUBE_NO_CONFIGURATION') || options.kubeconfig !== undefined || environment.variables['KUBECONFIG'])
      throw error;
    const kubeconfig = await localKubeconfig(environment);
    if (kubeconfig === undefined) throw error;
    return openConnection({ ...options, kubeconfig });
  });
}

async function localKubeconfig({ variables }: Environment): Promise<string | undefined> {
  const [{ dataDir }, { readProviderState }] = await Promise.all([import('../local/data-dir.ts'), import('../local/provider-state.ts')]);
  return readProviderState(dataDir('', variables, '/'))?.kubeconfig;
}

function connectionOptions(globals: Globals, environment: Environment): ConnectionOptions {
  const { certificateAuthority, asUser, asGroups, clientCertificate, clientKey, ...plain } = globals.connection;
  if (clientCertificate !== undefined || clientKey !== undefined)
    throw new CliFailure('--client-certificate and --client-key are read from a kubeconfig only', {
      hint: '`kubectl config set-credentials` writes them there',
    });
  return {
    ...plain,
    kubeconfig: globals.kubeconfig,
    context: globals.context,
    environment: environment.variables,
    ...(certificateAuthority !== undefined && { certificateAuthority: readFileSync(certificateAuthority, 'utf8') }),
    ...(asUser !== undefined && { impersonate: { user: asUser, groups: asGroups ?? [] } }),
  };
}
