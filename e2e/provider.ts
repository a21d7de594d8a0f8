import { joinCluster } from './providers/cluster.ts';
import type { Commands } from './providers/commands.ts';
import { startEmbedded } from './providers/embedded.ts';

export { type CommandResult, output, repository } from './providers/commands.ts';

/** Clusters on which `hack/e2e.mjs` has installed the chart. */
export type ClusterKind = 'local-up' | 'kind' | 'current-context';

/** Somebody who serves the Kubernetes API and runs pods, with our controller. A suite has a namespace or a provider of its own. */
export interface Provider extends Commands {
  readonly kind: 'embedded' | ClusterKind;
  /** A folder of this machine; removed by `stop()`. */
  readonly dataDir: string;
  readonly kubeconfig: string;
  readonly namespace: string;
  /** Address of an Argo server, `host:port`, without TLS; on the embedded provider only with the flag `--server-port`. */
  server(): Promise<string>;
  /** Keys of the artifact repository that start with `folder/`, without that. */
  storedArtifacts(folder: string): readonly string[];
  /** Ends the controller at once, as a node that dies does. Somebody starts another. */
  killController(): void;
  stop(): void;
}

/** What the tests run against: PROVIDER, embedded where it is not set. */
export const providerKind = kindOf(process.env['PROVIDER'] || 'embedded');

/** Milliseconds in which something that pods do has come about: a kubelet takes seconds for what a process takes milliseconds. */
export const patience = providerKind === 'embedded' ? 20_000 : 120_000;

/** True where a host path of a pod is one of this machine. */
export const sharesFiles = providerKind === 'embedded' || providerKind === 'local-up';

/** Flags are those of `argo local up`; clusters have none. */
export function startProvider(...flags: readonly string[]): Provider {
  return providerKind === 'embedded' ? startEmbedded(flags) : joinCluster(providerKind);
}

function kindOf(name: string): Provider['kind'] {
  const kinds: readonly Provider['kind'][] = ['embedded', 'local-up', 'kind', 'current-context'];
  const kind = kinds.find((one) => one === name);
  if (kind === undefined) throw new Error(`PROVIDER=${name}: one of ${kinds.join(', ')}`);
  return kind;
}
