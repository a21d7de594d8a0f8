import { describe, expect, test } from 'vitest';
import { type Config, readConfig } from './config.ts';

function configOf(args: readonly string[], environment: Record<string, string> = {}): Config {
  const invocation = readConfig(args, environment);
  if (invocation.kind !== 'run') throw new Error(`not run: ${invocation.kind}`);
  return invocation.config;
}

test('defaults', () => {
  expect(configOf([])).toMatchObject({
    configMap: 'workflow-controller-configmap',
    namespaced: false,
    workers: { workflow: 32, ttl: 4, podCleanup: 16, cron: 8 },
    rate: undefined,
    log: { level: 'info', format: 'text' },
    healthPort: 6060,
    metricsPort: 9090,
    leaderElection: undefined,
    propagation: 'Background',
    policy: { podNameFormat: 'v2', recentlyStarted: 10_000, maxRecursionDepth: 100, retryHostNameLabelKey: 'kubernetes.io/hostname' },
  });
});

describe('flags', () => {
  test.each<[string[], object]>([
    [['--kubeconfig', 'k', '--namespaced', '--managed-namespace', 'team'], { kubeconfig: 'k', namespaced: true, managedNamespace: 'team' }],
    [['--workflow-workers', '7', '--workflow-ttl-workers=1'], { workers: { workflow: 7, ttl: 1 } }],
    [['--qps', '20', '--burst', '30'], { rate: { qps: 20, burst: 30 } }],
    [['--qps', '20'], { rate: { qps: 20, burst: 30 } }],
    [['--health-port', 'off', '--metrics-port', '0'], { healthPort: undefined, metricsPort: 0 }],
    [['--leader-elect'], { leaderElection: true }],
    [['--leader-elect=false'], { leaderElection: false }],
    [['--no-leader-elect'], { leaderElection: false }],
    [['--loglevel', 'debug', '--log-format', 'json'], { log: { level: 'debug', format: 'json' } }],
    [
      ['--executor-image', 'mine:1', '--executor-image-pull-policy', 'Never'],
      { policy: { executorImage: 'mine:1', executorImagePullPolicy: 'Never' } },
    ],
    [['--executor-plugins'], { policy: { executorPlugins: true, workflowLevelExecutorPlugins: false } }],
  ])('%j', (args, want) => {
    expect(configOf(args)).toMatchObject(want);
  });
});

describe('environment', () => {
  test.each<[Record<string, string>, object]>([
    [
      { ARGO_WORKFLOW_WORKERS: '9', ARGO_NAMESPACED: 'true' },
      { workers: { workflow: 9 }, namespaced: true },
    ],
    [
      { LEADER_ELECTION_DISABLE: 'true', LEADER_ELECTION_IDENTITY: 'me' },
      { leaderElection: false, identity: 'me' },
    ],
    [
      { RECENTLY_STARTED_POD_DURATION: '1m', POD_NAMES: 'v1', DISABLE_MAX_RECURSION: 'true' },
      { policy: { recentlyStarted: 60_000, podNameFormat: 'v1', maxRecursionDepth: Number.MAX_SAFE_INTEGER } },
    ],
    [
      { WF_DEL_PROPAGATION_POLICY: 'Foreground', HEALTHZ_AGE: '1h' },
      { propagation: 'Foreground', healthAge: 3_600_000 },
    ],
    // Of the `argo` command.
    [
      { ARGO_SERVER: 'argo:2746', ARGO_TOKEN: 'Bearer x', ARGO_NAMESPACE: 'mine' },
      { server: undefined, token: undefined, namespace: undefined },
    ],
  ])('%j', (environment, want) => {
    expect(configOf([], environment)).toMatchObject(want);
  });
});

test.each([
  [['--workflow-workers', '0']],
  [['--health-port', '70000']],
  [['--loglevel', 'loud']],
  [['--what']],
  [['--executor-image-pull-policy', 'Sometimes']],
])('%j is refused', (args) => {
  expect(readConfig(args, {})).toEqual({ kind: 'exit', code: 1 });
});

test('a wrong variable is refused', () => {
  expect(readConfig([], { POD_NAMES: 'v3' })).toEqual({ kind: 'exit', code: 1 });
  expect(readConfig([], { ARGO_WORKFLOW_WORKERS: 'many' })).toEqual({ kind: 'exit', code: 1 });
});

test('the command line wins over the environment', () => {
  expect(configOf(['--workflow-workers', '3'], { ARGO_WORKFLOW_WORKERS: '9' })).toMatchObject({ workers: { workflow: 3 } });
});

test('version is a command', () => {
  expect(readConfig(['version'], {})).toEqual({ kind: 'version' });
});
