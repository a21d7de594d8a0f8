import type { CronWorkflow, CronWorkflowStatus } from '@argosy/api';
import { mergePatchBetween, type KubeClient, type Stored, type Timers, workflowResources } from '@argosy/kube';
import type { Reconciler, ReconcileResult } from '@argosy/reconciler';
import { activeReference, type CronDecision, type CronObservation, decideCron } from '@argosy/schedule';
import { type Instant, isErrorWithCode, type Logger } from '@argosy/std';
import type { Metrics } from '@argosy/telemetry';
import { BY_CRON, type Caches } from '../caches/caches.ts';
import type { CronWorkflowObject, WorkflowObject } from '../caches/objects.ts';
import type { EventRecorder } from '../events/event-recorder.ts';
import { deleteWorkflow } from '../ttl/ttl-reconciler.ts';
import { childWorkflow, type Tick } from './child-workflow.ts';

export interface CronOptions {
  readonly client: KubeClient;
  readonly caches: Caches;
  readonly timers: Timers;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly recorder: EventRecorder;
  readonly propagation: 'Background' | 'Foreground' | 'Orphan';
  instanceId(): string | undefined;
  /** Why the cron workflow can never run; undefined when it can. */
  validate(cron: CronWorkflow): string | undefined;
}

/** Starts the workflows of cron workflows when they are due, and keeps their history short. */
export function cronReconciler(options: CronOptions): Reconciler {
  const since = options.timers.now();
  return { reconcile: (key) => reconcile(options, key, since) };
}

async function reconcile(options: CronOptions, key: string, since: Instant): Promise<ReconcileResult> {
  const stored = options.caches.cronWorkflows.store.get(key);
  if (stored === undefined || stored.value.metadata.deletionTimestamp) return {};
  const problem = options.validate(stored.value);
  if (problem !== undefined) return reportProblem(options, stored, problem);

  const observation = observe(options, stored, since);
  const decision = decideCron(observation);
  // A tick that was handled must not come back because our copy is old.
  if (hasEffects(decision) && !(await isCurrent(options, stored))) return { requeueAfter: 100 };
  const { failure, started } = await act(options, stored, decision);
  const status = failure === undefined ? withActive(decision.status, started) : failedStatus(observation, failure);
  await writeStatus(options, stored, { status, labels: decision.labels });
  return { requeueAfter: decision.wakeAt === undefined ? undefined : Math.max(1, decision.wakeAt - options.timers.now()) };
}

function observe({ caches, timers }: CronOptions, { key, value }: Stored<CronWorkflowObject>, since: Instant): CronObservation {
  const children = caches.workflows.store.byIndex(BY_CRON, key).map((child) => child.value.workflow);
  return { now: timers.now(), cron: value, children, since };
}

function hasEffects({ start, terminate, remove }: CronDecision): boolean {
  return start.length + terminate.length + remove.length > 0;
}

async function isCurrent(
  { client, caches }: CronOptions,
  { key, namespace, name, uid, resourceVersion }: Stored<CronWorkflowObject>,
): Promise<boolean> {
  try {
    const current = await client.get<CronWorkflowObject>(workflowResources.CronWorkflow, { namespace, name });
    caches.cronWorkflows.learn(current);
    return current.metadata.resourceVersion === resourceVersion;
  } catch (error) {
    if (!isErrorWithCode(error, 'KUBE_NOTFOUND')) throw error;
    caches.cronWorkflows.learnGone(key, uid);
    return false;
  }
}

interface Acted {
  /** Why a workflow could not be created. */
  readonly failure?: string;
  readonly started: readonly WorkflowObject[];
}

/** Carries a decision out. */
async function act(options: CronOptions, stored: Stored<CronWorkflowObject>, decision: CronDecision): Promise<Acted> {
  const { namespace, name } = stored;
  const policy = stored.value.spec.concurrencyPolicy ?? 'Allow';
  if (decision.skipped !== undefined) options.logger.info(`a run is skipped: ${decision.skipped}`, { namespace, cron: name });
  if (decision.skipped !== undefined || decision.terminate.length > 0) {
    options.metrics.increment('argo_workflows_cronworkflows_concurrencypolicy_triggered', { name, namespace, concurrency_policy: policy });
  }
  for (const child of decision.terminate) await terminate(options, namespace, child);
  const started: WorkflowObject[] = [];
  for (const tick of decision.start) {
    const child = await start(options, stored, tick);
    if (typeof child === 'string') return { failure: child, started };
    started.push(child);
  }
  for (const child of decision.remove) await remove(options, namespace, child);
  return { started };
}

/** What was started is active from the status that says so, however fast it ends: only what was active is counted. */
function withActive(status: CronWorkflowStatus, started: readonly WorkflowObject[]): CronWorkflowStatus {
  const known = new Set(status.active?.map((reference) => reference['uid']));
  const added = started.filter(({ metadata }) => !known.has(metadata.uid)).map(activeReference);
  return added.length === 0 ? status : { ...status, active: [...(status.active ?? []), ...added] };
}

/** The name tells the time, so a tick that was started by an earlier process is not started again. */
async function start(
  options: CronOptions,
  { value, namespace, name }: Stored<CronWorkflowObject>,
  tick: Tick,
): Promise<WorkflowObject | string> {
  const child = childWorkflow(value, tick, options.instanceId()) as WorkflowObject;
  try {
    const made = await options.client.create(workflowResources.Workflow, child);
    options.caches.workflows.learn(made);
    options.logger.info('started a workflow', { namespace, cron: name, workflow: tick.name });
    options.metrics.increment('argo_workflows_cronworkflows_triggered_total', { name, namespace });
    return made;
  } catch (error) {
    if (isErrorWithCode(error, 'KUBE_ALREADYEXISTS')) return existing(options, namespace, tick.name);
    // Only what the server says about the workflow itself is a failed submission.
    if ((error as { retry?: string }).retry !== 'never') throw error;
    options.metrics.increment('argo_workflows_error_count', { cause: 'CronWorkflowSubmissionError' });
    return `failed to submit workflow: ${(error as Error).message}`;
  }
}

async function existing({ client, caches }: CronOptions, namespace: string, name: string): Promise<WorkflowObject> {
  const found = await client.get<WorkflowObject>(workflowResources.Workflow, { namespace, name });
  caches.workflows.learn(found);
  return found;
}

async function terminate({ client }: CronOptions, namespace: string, name: string): Promise<void> {
  try {
    await client.patch(workflowResources.Workflow, { namespace, name, body: { spec: { shutdown: 'Terminate' } } }, { type: 'merge' });
  } catch (error) {
    if (!isErrorWithCode(error, 'KUBE_NOTFOUND')) throw error;
  }
}

async function remove(options: CronOptions, namespace: string, name: string): Promise<void> {
  const child = options.caches.workflows.store.get(`${namespace}/${name}`);
  if (child !== undefined) await deleteWorkflow(options, child);
}

function failedStatus(observation: CronObservation, submissionError: string): CronWorkflowStatus {
  const { status } = decideCron({ ...observation, submissionError });
  return { ...status, failed: (status.failed ?? 0) + 1 };
}

async function reportProblem(options: CronOptions, stored: Stored<CronWorkflowObject>, message: string): Promise<ReconcileResult> {
  const before = stored.value.status ?? {};
  const known = before.conditions?.find(({ type }) => type === 'SpecError');
  if (known?.message === message) return {};
  const conditions = [
    ...(before.conditions ?? []).filter(({ type }) => type !== 'SpecError'),
    { type: 'SpecError', status: 'True', message },
  ];
  options.metrics.increment('argo_workflows_error_count', { cause: 'CronWorkflowSpecError' });
  options.recorder.record({ ...stored.value, kind: 'CronWorkflow' }, { type: 'Warning', reason: 'Malformed', message });
  await writeStatus(options, stored, { status: { ...before, conditions }, labels: undefined });
  return {};
}

interface StatusChange {
  readonly status: CronWorkflowStatus;
  readonly labels: Readonly<Record<string, string>> | undefined;
}

async function writeStatus(options: CronOptions, stored: Stored<CronWorkflowObject>, { status, labels = {} }: StatusChange): Promise<void> {
  const { metadata, status: before = {} } = stored.value;
  const isLabelled = Object.entries(labels).every(([key, text]) => metadata.labels?.[key] === text);
  // The versions of active children change all the time and tell nothing.
  if (isLabelled && mergePatchBetween(withoutVersions(before), withoutVersions(status)) === undefined) return;
  const fence = { resourceVersion: metadata.resourceVersion };
  await patchUnlessRaced(options, stored, {
    metadata: isLabelled ? fence : { ...fence, labels },
    status: mergePatchBetween(before, status) ?? {},
  });
}

/** When somebody else wrote, the change comes by the watch, and with it the next look. */
async function patchUnlessRaced(
  { client, caches }: CronOptions,
  { namespace, name }: Stored<CronWorkflowObject>,
  body: unknown,
): Promise<void> {
  try {
    caches.cronWorkflows.learn(
      await client.patch<CronWorkflowObject>(workflowResources.CronWorkflow, { namespace, name, body }, { type: 'merge' }),
    );
  } catch (error) {
    if (!isErrorWithCode(error, 'KUBE_CONFLICT') && !isErrorWithCode(error, 'KUBE_NOTFOUND')) throw error;
  }
}

function withoutVersions(status: CronWorkflowStatus): unknown {
  return { ...status, active: status.active?.map((reference) => ({ ...reference, resourceVersion: undefined })) };
}
