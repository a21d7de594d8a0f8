import { parseGoDuration } from '@argosy/expressions';
import type { Milliseconds } from '@argosy/std';
import type { Config } from './config.ts';
import type { PolicyFlags } from './policy.ts';
import { standardStorage } from './workflow/shell.ts';

type Environment = Readonly<Record<string, string | undefined>>;

type FlagsOnly = 'executorImage' | 'executorImagePullPolicy' | 'executorPlugins' | 'workflowLevelExecutorPlugins';

/** What only the environment can set (acceptance 7-059), with Argo's names and defaults. */
export function environmentPolicy(
  environment: Environment,
): Pick<Config, 'propagation' | 'healthAge' | 'artifactGc' | 'storage' | 'cacheGc'> & { readonly policy: Omit<PolicyFlags, FlagsOnly> } {
  return {
    propagation: oneOf(environment, 'WF_DEL_PROPAGATION_POLICY', ['Background', 'Foreground', 'Orphan']) ?? 'Background',
    artifactGc: environment['ARGO_ARTIFACT_GC_ENABLED'] !== 'false',
    healthAge: duration(environment, 'HEALTHZ_AGE', 5 * 60_000),
    storage: {
      maxWorkflowSize: Number(environment['MAX_WORKFLOW_SIZE']) || standardStorage.maxWorkflowSize,
      alwaysOffload: environment['ALWAYS_OFFLOAD_NODE_STATUS'] === 'true',
      gcPeriod: duration(environment, 'WORKFLOW_GC_PERIOD', standardStorage.gcPeriod),
      offloadTtl: duration(environment, 'OFFLOAD_NODE_STATUS_TTL', standardStorage.offloadTtl),
    },
    cacheGc: {
      period: duration(environment, 'CACHE_GC_PERIOD', 0),
      afterNotHit: duration(environment, 'CACHE_GC_AFTER_NOT_HIT_DURATION', 30_000),
    },
    policy: {
      podNameFormat: oneOf(environment, 'POD_NAMES', ['v1', 'v2']) ?? 'v2',
      maxRecursionDepth: environment['DISABLE_MAX_RECURSION'] === 'true' ? Number.MAX_SAFE_INTEGER : 100,
      recentlyStarted: duration(environment, 'RECENTLY_STARTED_POD_DURATION', 10_000),
      transientErrorPattern: environment['TRANSIENT_ERROR_PATTERN'] || undefined,
      estimateDurations: environment['SKIP_WORKFLOW_DURATION_ESTIMATION'] !== 'true',
      allowedOverrides: list(environment, 'WORKFLOW_USER_OVERRIDE_ALLOWLIST'),
      retryHostNameLabelKey: environment['RETRY_HOST_NAME_LABEL_KEY'] || 'kubernetes.io/hostname',
      agentLimits: { cpu: environment['ARGO_AGENT_CPU_LIMIT'] || '100m', memory: environment['ARGO_AGENT_MEMORY_LIMIT'] || '256M' },
      agentEnvironment: ['ARGO_AGENT_TASK_WORKERS', 'ARGO_AGENT_PATCH_RATE'].flatMap((name) => {
        const value = environment[name];
        return value ? [{ name, value }] : [];
      }),
    },
  };
}

function oneOf<const Choice extends string>(environment: Environment, name: string, choices: readonly Choice[]): Choice | undefined {
  const value = environment[name];
  if (!value) return undefined;
  const choice = choices.find((one) => one === value);
  if (choice === undefined) throw new Error(`${name} must be ${choices.join(' or ')}, not ${value}`);
  return choice;
}

function list(environment: Environment, name: string): readonly string[] {
  return (environment[name] ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function duration(environment: Environment, name: string, standard: Milliseconds): Milliseconds {
  const text = environment[name];
  if (!text) return standard;
  const value = parseGoDuration(text);
  if (value === undefined) throw new Error(`${name} must be a duration such as 10s, not ${text}`);
  return value;
}
