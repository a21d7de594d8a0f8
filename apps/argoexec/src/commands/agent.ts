import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { SecretKeySelector, WorkflowTaskSet } from '@argosy/api';
import { coreResources, createInformer, type KubeClient, type KubeObject, realTimers, workflowResources } from '@argosy/kube';
import { isErrorWithCode, type Logger, OperationalError } from '@argosy/std';
import { type Agent, createAgent } from '../agent/agent.ts';
import { runHttpTask } from '../agent/http-task.ts';
import { type Plugin, runPluginTask } from '../agent/plugin-task.ts';
import { createReporter } from '../agent/reporter.ts';
import { sendRequest } from '../agent/send-request.ts';
import type { TaskRunner } from '../agent/task.ts';
import type { ExecutorConfig } from '../config.ts';
import { connect } from '../report/task-result.ts';

/** Makes a token for each plugin, where the agent and the plugin find it (acceptance 6-056). */
export async function agentInit({ plan, shared }: ExecutorConfig): Promise<number> {
  for (const { name } of plan.agent?.plugins ?? []) {
    const folder = path.join(shared, name);
    await fs.mkdir(folder, { recursive: true });
    await fs.writeFile(path.join(folder, 'token'), randomBytes(32).toString('base64url'), { mode: 0o444 });
  }
  return 0;
}

/** Carries out the http and plugin templates of a workflow until it has ended (acceptance 6.6). */
export async function agentMain(config: ExecutorConfig): Promise<number> {
  // Timers of the libraries do not keep the process alive.
  const alive = setInterval(() => undefined, 60_000);
  const client = await connect(config);
  try {
    await serve(client, config);
  } finally {
    await client.close();
    clearInterval(alive);
  }
  return 0;
}

/** Throws where the service account lacks a right: trying again in silence would leave the workflow waiting for ever. */
async function serve(client: KubeClient, config: ExecutorConfig): Promise<void> {
  const { name, namespace } = config.plan.workflow;
  let refuse: (reason: Error) => void = () => undefined;
  const refused = new Promise<never>((_, reject) => {
    refuse = reject;
  });
  const reporter = createReporter({
    patch: async (nodes) => {
      const body = { status: { nodes } };
      const target = { name, namespace, body };
      await client.patch(workflowResources.WorkflowTaskSet, target, { type: 'merge', subresource: 'status' }).catch((error: unknown) => {
        if (isErrorWithCode(error, 'KUBE_FORBIDDEN')) refuse(forbidden(namespace, error));
        throw error;
      });
    },
    interval: config.agent.interval,
    timers: realTimers,
    log,
  });
  const agent = createAgent({
    run: taskRunner(client, config, await pluginsOf(config)),
    report: reporter.put,
    workers: config.agent.workers,
    attempts: config.agent.attempts,
    timers: realTimers,
    log,
  });
  try {
    await Promise.race([followTaskSet(client, config, agent), refused]);
  } finally {
    agent.stop();
  }
  await reporter.idle();
}

/** Resolves when the workflow has ended, or nobody wants the agent any more. */
async function followTaskSet(client: KubeClient, { plan }: ExecutorConfig, agent: Agent): Promise<void> {
  const { name, namespace } = plan.workflow;
  const informer = createInformer<KubeObject & WorkflowTaskSet, KubeObject & WorkflowTaskSet>({
    client,
    type: workflowResources.WorkflowTaskSet,
    selection: { namespace, fieldSelector: `metadata.name=${name}` },
    project: (object) => object,
    timers: realTimers,
    logger,
  });
  await new Promise<void>((resolve, reject) => {
    const changed = ({ value }: { readonly value: KubeObject & WorkflowTaskSet }): void => {
      if (value.metadata.labels?.['workflows.argoproj.io/completed'] === 'true') resolve();
      else agent.follow(value);
    };
    informer.subscribe({ added: changed, updated: changed, deleted: () => resolve() });
    // PID 1 of a container is not ended by a signal that it does not handle.
    process.once('SIGTERM', resolve);
    informer.synced.catch((error: unknown) => reject(isErrorWithCode(error, 'KUBE_FORBIDDEN') ? forbidden(namespace, error) : error));
    informer.start();
  }).finally(() => informer.stop());
}

function forbidden(namespace: string, cause: unknown): OperationalError {
  const rules =
    '[{apiGroups: [argoproj.io], resources: [workflowtasksets], verbs: [list, watch]}, {apiGroups: [argoproj.io], resources: [workflowtasksets/status], verbs: [patch]}]';
  return new OperationalError(
    `the service account of the workflow may not read WorkflowTaskSets and write their status; bind it to this Role: {apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: agent, namespace: ${namespace}}, rules: ${rules}}`,
    { code: 'AGENT_FORBIDDEN', retry: 'never', cause },
  );
}

function taskRunner(client: KubeClient, { plan }: ExecutorConfig, plugins: readonly Plugin[]): TaskRunner {
  const { workflow } = plan;
  const http = {
    send: sendRequest,
    now: Date.now,
    readSecret: (selector: SecretKeySelector) => readSecret(client, workflow.namespace, selector),
  };
  const plugin = { workflow, plugins, unsupported: new Set<string>() };
  return (template) => (template.http ? runHttpTask(template, http) : runPluginTask(template, plugin));
}

async function readSecret(client: KubeClient, namespace: string, { name = '', key, optional }: SecretKeySelector): Promise<string> {
  const { data } = await client
    .get<KubeObject & { readonly data?: Readonly<Record<string, string>> }>(coreResources.Secret, { namespace, name })
    .catch((error: unknown) => {
      if (optional && isErrorWithCode(error, 'KUBE_NOTFOUND')) return { data: {} };
      throw new Error(`cannot read secret ${name}: ${(error as Error).message}`, { cause: error });
    });
  const value = (data as Readonly<Record<string, string>> | undefined)?.[key];
  if (value === undefined && !optional) throw new Error(`secret ${name} has no key ${key}`);
  return Buffer.from(value ?? '', 'base64').toString();
}

function pluginsOf({ plan, shared }: ExecutorConfig): Promise<readonly Plugin[]> {
  return Promise.all(
    (plan.agent?.plugins ?? []).map(async (plugin) => ({
      ...plugin,
      token: await fs.readFile(path.join(shared, plugin.name, 'token'), 'utf8'),
    })),
  );
}

function log(message: string): void {
  process.stderr.write(`${message}\n`);
}

const logger: Logger = { debug: () => undefined, info: () => undefined, warn: log, error: log, with: () => logger };
