import fs from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ResourceTemplate } from '@argosy/api';
import type { KubeClient } from '@argosy/kube';
import type { ResourcePlan } from '@argosy/pod-plan';
import { isErrorWithCode, OperationalError } from '@argosy/std';
import type { ExecutorConfig } from '../config.ts';
import { reportOutputs } from '../report/report-outputs.ts';
import { connect } from '../report/task-result.ts';
import { perform, type Target } from '../resource/actions.ts';
import { holds, parseCondition, type Requirement, requirementText } from '../resource/conditions.ts';
import { readFlags } from '../resource/flags.ts';
import { readManifest } from '../resource/manifest.ts';
import { outputParameters } from '../resource/outputs.ts';

/** Carries out a resource template: its action, its conditions, its outputs (acceptance 2.2). */
export async function resource(config: ExecutorConfig): Promise<number> {
  const { plan } = config;
  if (!plan.resource) throw new OperationalError('the plan holds no resource template', { code: 'EXECUTOR_PLAN', retry: 'never' });
  const { template, parameters } = plan.resource;
  refuseUselessWishes(plan.resource);
  const client = await connect(config);
  try {
    const text = await manifestOf(plan.resource);
    const targets = await perform({
      client,
      workflow: plan.workflow,
      template,
      manifest: text === undefined ? undefined : readManifest(text),
      flags: readFlags(template.flags),
    });
    for (const { type, ref } of targets)
      process.stdout.write(`${type.kind} ${ref.namespace ? `${ref.namespace}/` : ''}${ref.name}: ${template.action}\n`);
    const current = await awaitConditions(client, { targets, template, interval: config.resourceInterval });
    const outputs =
      parameters.length > 0
        ? {
            parameters: await outputParameters(
              parameters,
              current.map(({ object }) => object),
            ),
          }
        : {};
    await reportOutputs(config, { report: { completed: true, outputs }, message: '' });
    return 0;
  } finally {
    await client.close();
  }
}

/** What is deleted has no state and no fields (acceptance 2-028). */
function refuseUselessWishes({ template, parameters }: ResourcePlan): void {
  const { action, successCondition, failureCondition } = template;
  if (action !== 'delete') return;
  if (successCondition || failureCondition)
    throw new OperationalError('resource action "delete" cannot wait for conditions', { code: 'EXECUTOR_RESOURCE', retry: 'never' });
  if (parameters.length > 0)
    throw new OperationalError('resource action "delete" has no outputs', { code: 'EXECUTOR_RESOURCE', retry: 'never' });
}

async function manifestOf({ template, manifestFile }: ResourcePlan): Promise<string | undefined> {
  if (manifestFile !== undefined) return fs.readFile(manifestFile, 'utf8');
  return template.manifest?.trim() ? template.manifest : undefined;
}

interface Waiting {
  readonly targets: readonly Target[];
  readonly template: ResourceTemplate;
  readonly interval: number;
}

/** Looks again and again until every object meets the success condition or one meets the failure condition. */
async function awaitConditions(client: KubeClient, { targets, template, interval }: Waiting): Promise<readonly Target[]> {
  const success = parseCondition(template.successCondition ?? '');
  const failure = parseCondition(template.failureCondition ?? '');
  if (success.length === 0 && failure.length === 0) return targets;
  const current: Target[] = [];
  for (const target of targets) {
    let seen = target;
    while (!isDecided(seen.object, success, failure)) {
      await sleep(interval);
      seen = await refreshed(client, seen);
    }
    current.push(seen);
  }
  return current;
}

function isDecided(object: unknown, success: readonly Requirement[], failure: readonly Requirement[]): boolean {
  const met = failure.find((requirement) => holds(requirement, object));
  if (met)
    throw new OperationalError(`failure condition '${requirementText(met)}' evaluated true`, {
      code: 'EXECUTOR_FAILURE_CONDITION',
      retry: 'never',
    });
  return success.length > 0 && success.every((requirement) => holds(requirement, object));
}

async function refreshed(client: KubeClient, target: Target): Promise<Target> {
  try {
    return { ...target, object: await client.get(target.type, target.ref) };
  } catch (error) {
    if (!isErrorWithCode(error, 'KUBE_NOTFOUND')) throw error;
    throw new OperationalError('the resource has been deleted while its status was still being checked', {
      code: 'EXECUTOR_RESOURCE',
      retry: 'never',
      cause: error,
    });
  }
}
