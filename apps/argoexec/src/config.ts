import type { RetryPolicy } from '@argosy/artifacts';
import { parseDuration } from '@argosy/expressions';
import type { ConnectionOptions } from '@argosy/kube';
import { type ExecutorPlan, secretFolder, sharedPath } from '@argosy/pod-plan';
import { OperationalError } from '@argosy/std';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What an executor container is told by its environment (acceptance 6-008), and where things are. */
export interface ExecutorConfig {
  readonly plan: ExecutorPlan;
  readonly podName: string;
  /** Folder that the containers of the pod share. */
  readonly shared: string;
  readonly secrets: string;
  /** The file whose content becomes the container's message. */
  readonly terminationLog: string;
  /** The program that waits for containers; looked up on PATH. */
  readonly emissary: string;
  readonly retry: RetryPolicy;
  /** How large objects are sent to stores (acceptance 5-002). */
  readonly uploads: { readonly threads: number; readonly partSize: number };
  /** What was uploaded is deleted at once, to make room on the volume (acceptance 5-039). */
  readonly removeSaved: boolean;
  /** Milliseconds between writes of the progress; 0: none is written. */
  readonly progressInterval: number;
  /** Milliseconds between looks at a resource's conditions. */
  readonly resourceInterval: number;
  /** How the agent works: tasks at once, tries of what may pass, milliseconds between reports. */
  readonly agent: { readonly workers: number; readonly attempts: number; readonly interval: number };
  readonly kube: ConnectionOptions;
  readonly token: string;
  /** For programs that are started. */
  readonly environment: Environment;
}

/** Reads the environment, the only place that does. Throws `EXECUTOR_PLAN` where it holds no plan. */
export function readConfig(env: Environment): ExecutorConfig {
  return {
    plan: readPlan(env),
    podName: env['ARGO_POD_NAME'] ?? '',
    shared: sharedPath,
    secrets: secretFolder,
    terminationLog,
    emissary: 'emissary',
    retry: readRetryPolicy(env),
    uploads: readUploads(env),
    removeSaved: env['REMOVE_LOCAL_ART_PATH'] === 'true',
    // Either of them switches it off (acceptance 6-038).
    progressInterval:
      durationOf(env['ARGO_PROGRESS_FILE_TICK_DURATION'], 3000) === 0 ? 0 : durationOf(env['ARGO_PROGRESS_PATCH_TICK_DURATION'], 60_000),
    resourceInterval: durationOf(env['RESOURCE_STATE_CHECK_INTERVAL'], 5000),
    agent: {
      workers: Math.max(1, numberOf(env['ARGO_AGENT_TASK_WORKERS'], 16)),
      attempts: numberOf(env['EXECUTOR_RETRY_BACKOFF_STEPS'], 5),
      interval: durationOf(env['ARGO_AGENT_PATCH_RATE'], 50),
    },
    // The embedded provider says where its API server is; in a cluster the kubelet does.
    kube: env['ARGOSY_API_SERVER'] ? { server: env['ARGOSY_API_SERVER'] } : { inCluster: true, environment: env },
    token: '/var/run/secrets/kubernetes.io/serviceaccount/token',
    environment: env,
  };
}

export const terminationLog = '/dev/termination-log';

/** The plan lies in as many variables as its size takes. */
function readPlan(env: Environment): ExecutorPlan {
  const parts: string[] = [];
  for (let part = env['ARGO_EXECUTOR_PLAN']; part !== undefined; part = env[`ARGO_EXECUTOR_PLAN_${parts.length}`]) parts.push(part);
  if (parts.length === 0) {
    throw new OperationalError('ARGO_EXECUTOR_PLAN is not set: argoexec runs in the pods of workflows, where the controller sets it', {
      code: 'EXECUTOR_PLAN',
      retry: 'never',
    });
  }
  try {
    return JSON.parse(parts.join('')) as ExecutorPlan;
  } catch (error) {
    throw new OperationalError(`ARGO_EXECUTOR_PLAN cannot be read: ${String(error)}`, {
      code: 'EXECUTOR_PLAN',
      retry: 'never',
      cause: error,
    });
  }
}

function readRetryPolicy(env: Environment): RetryPolicy {
  return {
    steps: numberOf(env['EXECUTOR_RETRY_BACKOFF_STEPS'], 5),
    duration: durationOf(env['EXECUTOR_RETRY_BACKOFF_DURATION'], 1000),
    factor: numberOf(env['EXECUTOR_RETRY_BACKOFF_FACTOR'], 1.6),
    jitter: numberOf(env['EXECUTOR_RETRY_BACKOFF_JITTER'], 0.5),
  };
}

/** Stores refuse parts below 5 MiB. */
function readUploads(env: Environment): ExecutorConfig['uploads'] {
  return {
    threads: Math.max(1, numberOf(env['ARTIFACT_S3_UPLOAD_THREADS'], 4)),
    partSize: Math.max(5, numberOf(env['ARTIFACT_S3_UPLOAD_PART_SIZE_MIB'], 5)) * 2 ** 20,
  };
}

function durationOf(text: string | undefined, fallback: number): number {
  return (text ? parseDuration(text) : undefined) ?? fallback;
}

function numberOf(text: string | undefined, fallback: number): number {
  const value = Number(text);
  return text === undefined || text === '' || Number.isNaN(value) ? fallback : value;
}
