import { buildInfo, countFrom, type Environment, type Invocation, portNumber, readInvocation } from '@argosy/program';
import type { LogLevel } from '@argosy/std';
import { Command, InvalidArgumentError, Option } from 'commander';
import { hostname } from 'node:os';
import type { CacheGcOptions } from './cache-gc/cache-gc.ts';
import type { ControllerOptions } from './controller.ts';
import type { PolicyFlags } from './policy.ts';
import type { StorageLimits } from './workflow/shell.ts';
import { environmentPolicy } from './config-environment.ts';

/** What the command line and the environment say. Read once; everything else gets values. */
export interface Config {
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  readonly server: string | undefined;
  readonly token: string | undefined;
  readonly insecureSkipTlsVerify: boolean;
  /** The controller's own namespace; absent: that of the connection. */
  readonly namespace: string | undefined;
  readonly namespaced: boolean;
  readonly managedNamespace: string | undefined;
  readonly configMap: string;
  readonly workers: ControllerOptions['workers'];
  /** Requests per second to the API server; undefined: as many as it takes. */
  readonly rate: { readonly qps: number; readonly burst: number } | undefined;
  readonly log: { readonly level: LogLevel; readonly format: 'json' | 'text' };
  /** undefined: off; 0: any. */
  readonly healthPort: number | undefined;
  readonly metricsPort: number | undefined;
  /** Whether the health port also serves profiles of the process. */
  readonly profiles: boolean;
  /** Milliseconds between exports of metrics by OTLP; undefined: none. Where to is said by OTEL_EXPORTER_OTLP_*. */
  readonly otlpInterval: number | undefined;
  /** undefined: when running inside a cluster. */
  readonly leaderElection: boolean | undefined;
  readonly identity: string;
  readonly propagation: 'Background' | 'Foreground' | 'Orphan';
  readonly healthAge: number;
  /** Artifacts are deleted as workflows ask for it. */
  readonly artifactGc: boolean;
  readonly policy: PolicyFlags;
  readonly storage: StorageLimits;
  readonly cacheGc: CacheGcOptions;
  /** For what finds a kubeconfig. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Reads arguments (without the program's name) and environment. Help and errors are printed here. */
export function readConfig(args: readonly string[], environment: Environment): Invocation<Config> {
  return readInvocation<Flags, Config>({
    command: commandLine(),
    args,
    environment,
    withoutVariable: WITHOUT_VARIABLE,
    configOf: (flags) => configOf(flags, environment),
  });
}

/** ARGO_SERVER, ARGO_TOKEN and ARGO_NAMESPACE belong to the `argo` command. */
const WITHOUT_VARIABLE: ReadonlySet<string> = new Set(['--server', '--token', '--namespace']);

interface Flags {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly server?: string;
  readonly token?: string;
  readonly insecureSkipTlsVerify?: boolean;
  readonly namespace?: string;
  readonly namespaced?: boolean;
  readonly managedNamespace?: string;
  readonly configmap: string;
  readonly executorImage: string;
  readonly executorImagePullPolicy?: string;
  readonly workflowWorkers: number;
  readonly workflowTtlWorkers: number;
  readonly podCleanupWorkers: number;
  readonly cronWorkflowWorkers: number;
  readonly workflowArchiveWorkers: number;
  readonly qps?: number;
  readonly burst?: number;
  readonly loglevel: string;
  readonly logFormat: string;
  readonly healthPort: number | 'off';
  readonly metricsPort: number | 'off';
  readonly leaderElect?: boolean | string;
  readonly executorPlugins?: boolean;
  readonly workflowLevelExecutorPlugins?: boolean;
}

function commandLine(): Command {
  const option = (flags: string, about: string): Option => new Option(flags, about);
  return new Command('workflow-controller')
    .description('Runs the workflows of a Kubernetes API server: makes pods of their steps and follows them to the end.')
    .addHelpText('after', HELP)
    .addOption(
      option('--kubeconfig <file>', 'kubeconfig of the API server (default: KUBECONFIG, ~/.kube/config, the service account of the pod)'),
    )
    .addOption(option('--context <name>', 'context of the kubeconfig'))
    .addOption(option('--server <url>', 'URL of the API server, instead of the kubeconfig’s'))
    .addOption(option('--token <token>', 'bearer token, instead of the kubeconfig’s'))
    .addOption(option('--insecure-skip-tls-verify', 'do not check the certificate of the API server'))
    .addOption(option('-n, --namespace <name>', 'namespace of the controller itself, its ConfigMap and Lease (default: the context’s)'))
    .addOption(option('--namespaced', 'look after one namespace only'))
    .addOption(option('--managed-namespace <name>', 'the namespace to look after with --namespaced, if it is not the controller’s own'))
    .addOption(option('--configmap <name>', 'ConfigMap with the settings').default('workflow-controller-configmap'))
    .addOption(
      option('--executor-image <image>', 'image of the executor beside the steps').default(
        `quay.io/argosy/argoexec:${buildInfo().version}`,
      ),
    )
    .addOption(
      option('--executor-image-pull-policy <policy>', 'when the executor image is pulled').choices(['Always', 'IfNotPresent', 'Never']),
    )
    .addOption(option('--workflow-workers <n>', 'workflows worked on at the same time').default(32).argParser(countFrom(1)))
    .addOption(option('--workflow-ttl-workers <n>', 'expired workflows deleted at the same time').default(4).argParser(countFrom(1)))
    .addOption(option('--pod-cleanup-workers <n>', 'pods let go at the same time').default(16).argParser(countFrom(1)))
    .addOption(option('--cron-workflow-workers <n>', 'cron workflows looked at at the same time').default(8).argParser(countFrom(1)))
    .addOption(option('--workflow-archive-workers <n>', 'finished workflows archived at the same time').default(8).argParser(countFrom(1)))
    .addOption(
      option('--qps <n>', 'requests per second to the API server (default: no limit of our own; a busy server is obeyed)').argParser(rate),
    )
    .addOption(option('--burst <n>', 'requests at once above --qps').argParser(rate))
    .addOption(option('--loglevel <level>', 'least important lines to log').default('info').choices(['debug', 'info', 'warn', 'error']))
    .addOption(option('--gloglevel <n>', 'accepted for compatibility').default('0').hideHelp())
    .addOption(option('--log-format <format>', 'one JSON object a line, or text').default('text').choices(['text', 'json']))
    .addOption(option('--health-port <port>', 'port of /healthz and /readyz; 0 any, off none').default(6060).argParser(port))
    .addOption(option('--metrics-port <port>', 'port of /metrics; 0 any, off none').default(9090).argParser(port))
    .addOption(option('--leader-elect [yes]', 'take part in the election of a leader (default: inside a cluster)'))
    .addOption(option('--no-leader-elect', 'work without an election').hideHelp())
    .addOption(option('--executor-plugins', 'run the executor plugins that ConfigMaps describe'))
    .addOption(option('--workflow-level-executor-plugins', 'run the executor plugins that workflows bring along'));
}

const HELP = `
Examples:
  workflow-controller --kubeconfig ~/.kube/config
  workflow-controller --namespaced --managed-namespace team-a --configmap team-a-settings
  workflow-controller --server http://127.0.0.1:6443 --token secret --loglevel debug --health-port off --metrics-port 0

Options can also be set by the environment: --workflow-workers is ARGO_WORKFLOW_WORKERS.
Two controllers may run at the same time, with or without an election: a workflow is written only on the version that was read,
so a step is never started twice. Settings other than these are read from the ConfigMap and followed while running.`;

function configOf(flags: Flags, environment: Environment): Config {
  const { policy, ...rest } = environmentPolicy(environment);
  return {
    kubeconfig: flags.kubeconfig,
    context: flags.context,
    server: flags.server,
    token: flags.token,
    insecureSkipTlsVerify: flags.insecureSkipTlsVerify === true,
    namespace: flags.namespace ?? environment['LEADER_ELECTION_NAMESPACE'],
    namespaced: flags.namespaced === true,
    managedNamespace: flags.managedNamespace,
    configMap: flags.configmap,
    workers: {
      workflow: flags.workflowWorkers,
      ttl: flags.workflowTtlWorkers,
      podCleanup: flags.podCleanupWorkers,
      cron: flags.cronWorkflowWorkers,
      archive: flags.workflowArchiveWorkers,
    },
    rate: flags.qps === undefined ? undefined : { qps: flags.qps, burst: Math.max(flags.burst ?? flags.qps * 1.5, 1) },
    log: { level: flags.loglevel as LogLevel, format: flags.logFormat as 'json' | 'text' },
    healthPort: portOf(flags.healthPort),
    metricsPort: portOf(flags.metricsPort),
    profiles: environment['ARGO_PPROF'] === 'true',
    otlpInterval: otlpIntervalOf(environment),
    leaderElection: leaderElectionOf(flags, environment),
    identity: environment['LEADER_ELECTION_IDENTITY'] ?? hostname(),
    policy: {
      executorImage: flags.executorImage,
      executorImagePullPolicy: flags.executorImagePullPolicy,
      executorPlugins: flags.executorPlugins === true,
      workflowLevelExecutorPlugins: flags.workflowLevelExecutorPlugins === true,
      ...policy,
    },
    environment,
    ...rest,
  };
}

/** The variables of OpenTelemetry: an endpoint turns the export on. */
function otlpIntervalOf(environment: Environment): number | undefined {
  const hasEndpoint = environment['OTEL_EXPORTER_OTLP_ENDPOINT'] || environment['OTEL_EXPORTER_OTLP_METRICS_ENDPOINT'];
  if (!hasEndpoint) return undefined;
  return Number(environment['OTEL_METRIC_EXPORT_INTERVAL'] || 60_000);
}

function leaderElectionOf({ leaderElect }: Flags, environment: Environment): boolean | undefined {
  if (environment['LEADER_ELECTION_DISABLE'] === 'true') return false;
  if (leaderElect === undefined) return undefined;
  return leaderElect !== false && leaderElect !== 'false';
}

function rate(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}

function port(text: string): number | 'off' {
  return text === 'off' ? text : portNumber(text);
}

function portOf(given: number | 'off'): number | undefined {
  return given === 'off' ? undefined : given;
}
