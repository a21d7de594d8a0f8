import { readFileSync } from 'node:fs';
import { type ConnectionOptions, createKubeClient, openConnection } from '@argosy/kube';
import { isErrorWithCode } from '@argosy/std';
import type { Cluster, Globals } from '../command.ts';
import type { Environment } from '../config.ts';
import { CliFailure } from '../failure.ts';

const DEFAULT_NAMESPACE = 'default';

/**
 * Opens the API that flags and environment point to: kubeconfig, then the pod's own service account, then a provider that
 * `argo local up` has started on this machine.
 */
export async function connect(globals: Globals, environment: Environment): Promise<Cluster> {
  if (globals.server !== '')
    throw new CliFailure('talking to an Argo server is not possible yet', {
      hint: 'unset ARGO_SERVER and leave out --argo-server to talk to the Kubernetes API',
    });
  const options = connectionOptions(globals, environment);
  const connection = await openConnection(options).catch(async (error: unknown) => {
    if (!isErrorWithCode(error, 'KUBE_NO_CONFIGURATION') || options.kubeconfig !== undefined || environment.variables['KUBECONFIG'])
      throw error;
    const kubeconfig = await localKubeconfig(environment);
    if (kubeconfig === undefined) throw error;
    return openConnection({ ...options, kubeconfig });
  });
  return {
    client: await createKubeClient({ connection, userAgent: 'argo' }),
    namespace: globals.namespace ?? connection.namespace ?? DEFAULT_NAMESPACE,
    token: connection.token,
  };
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
