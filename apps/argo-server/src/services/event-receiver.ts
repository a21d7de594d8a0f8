import type { Parameter, Submit, Workflow, WorkflowEventBinding } from '@argosy/api';
import { labels } from '@argosy/api';
import { argoFunctions, compileExpression, toText } from '@argosy/expressions';
import { type KubeObject, workflowResources } from '@argosy/kube';
import type { Logger } from '@argosy/std';
import { workflowOfTemplate } from '@argosy/submission';
import { randomUUID } from 'node:crypto';
import { ApiFailure, invalid } from '../api/failure.ts';
import type { Caller } from '../auth/caller.ts';
import { creatorLabels } from './creator.ts';
import { instanceSelector, requireInstance, withInstance } from './instance.ts';
import type { KubeWorkflow } from './live-workflows.ts';

/** Something that happened outside and was sent to the server. */
export interface ReceivedEvent {
  readonly namespace: string;
  readonly discriminator: string;
  readonly payload: unknown;
  /** Headers whose names begin with `x-`, each with its values. */
  readonly metadata: Readonly<Record<string, readonly string[]>>;
}

export interface EventReceiverOptions {
  /** Answers before the workflows were started. */
  readonly isAsync: boolean;
  readonly workers: number;
  readonly queueSize: number;
  instanceId(): string;
  readonly logger: Logger;
  now(): number;
}

/** Starts workflows for events, as the bindings of their namespace say (acceptance 8-039 to 8-041). */
export interface EventReceiver {
  receive(caller: Caller, event: ReceivedEvent): Promise<void>;
  /** Resolves when nothing is queued or worked on any more. */
  drained(): Promise<void>;
}

export function createEventReceiver(options: EventReceiverOptions): EventReceiver {
  const queue: (() => Promise<void>)[] = [];
  const running = new Set<Promise<void>>();
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await next();
  };
  const start = (): void => {
    if (running.size >= options.workers) return;
    const worker: Promise<void> = work().finally(() => running.delete(worker));
    running.add(worker);
  };
  return {
    async receive(caller, event) {
      const bindings = await bindingsOf(caller, event.namespace, options.instanceId());
      if (!options.isAsync) return dispatchAll(options, caller, { event, bindings });
      if (queue.length >= options.queueSize) throw new ApiFailure('UNAVAILABLE', 'operation queue full');
      queue.push(() =>
        dispatchAll(options, caller, { event, bindings }).catch((error: Error) =>
          options.logger.error(`an event started nothing: ${error.message}`),
        ),
      );
      start();
    },
    async drained() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

type Binding = WorkflowEventBinding & KubeObject;

async function bindingsOf({ client }: Caller, namespace: string, instanceId: string): Promise<readonly Binding[]> {
  const { items } = await client.list<Binding>(workflowResources.WorkflowEventBinding, {
    namespace,
    labelSelector: instanceSelector(instanceId),
  });
  return items;
}

/** One binding that is wrong does not keep the others from starting theirs. */
async function dispatchAll(
  options: EventReceiverOptions,
  caller: Caller,
  { event, bindings }: { readonly event: ReceivedEvent; readonly bindings: readonly Binding[] },
): Promise<void> {
  const failures: string[] = [];
  for (const binding of bindings) {
    try {
      await dispatch(options, caller, { event, binding });
    } catch (error) {
      const message = `failed to dispatch event to ${binding.metadata.name ?? ''}: ${(error as Error).message}`;
      options.logger.error(message, { namespace: event.namespace, discriminator: event.discriminator });
      failures.push(message);
    }
  }
  if (failures.length > 0) throw invalid(failures.join('\n'));
}

interface Dispatch {
  readonly event: ReceivedEvent;
  readonly binding: Binding;
}

async function dispatch(options: EventReceiverOptions, caller: Caller, { event, binding }: Dispatch): Promise<void> {
  const evaluate = evaluator(options, event);
  const selected = evaluate(binding.spec.event.selector);
  if (typeof selected !== 'boolean') throw invalid('malformed workflow template expression: did not evaluate to boolean');
  const { submit } = binding.spec;
  if (!selected || submit === undefined) return;
  const { namespace } = event;
  const workflow = withInstance(
    await workflowOf(options, caller, { reference: submit.workflowTemplateRef, namespace }),
    options.instanceId(),
  );
  const parameters = (submit.arguments?.parameters ?? []).map((parameter) => evaluatedParameter(parameter, evaluate));
  const metadata = metadataOf(workflow, evaluatedMetadata(submit.metadata, evaluate), binding.metadata.name ?? '');
  await caller.client.create<KubeWorkflow>(workflowResources.Workflow, {
    ...workflow,
    metadata: { ...metadata, namespace, labels: creatorLabels(caller, metadata.labels) },
    spec: { ...workflow.spec, arguments: { parameters } },
  } as KubeWorkflow);
}

interface Referred {
  readonly reference: Submit['workflowTemplateRef'];
  readonly namespace: string;
}

async function workflowOf({ instanceId }: EventReceiverOptions, { client }: Caller, { reference, namespace }: Referred): Promise<Workflow> {
  const { name = '', clusterScope = false } = reference;
  const type = clusterScope ? workflowResources.ClusterWorkflowTemplate : workflowResources.WorkflowTemplate;
  requireInstance(await client.get(type, clusterScope ? { name } : { name, namespace }), instanceId());
  return workflowOfTemplate(name, { clusterScope });
}

function metadataOf(workflow: Workflow, evaluated: EvaluatedMetadata, binding: string): Workflow['metadata'] {
  return {
    ...workflow.metadata,
    ...evaluated,
    ...(evaluated.name !== undefined && { generateName: undefined }),
    labels: { ...workflow.metadata.labels, ...evaluated.labels, [labels.workflowEventBinding]: binding },
  };
}

type Evaluator = (expression: string) => unknown;

function evaluator({ now }: EventReceiverOptions, { namespace, discriminator, payload, metadata }: ReceivedEvent): Evaluator {
  const environment = { ...argoFunctions, namespace, discriminator, payload, metadata };
  const input = { now: now(), seed: randomUUID() };
  return (expression) => compileExpression(expression).evaluate(environment, input);
}

function evaluatedParameter({ name, valueFrom }: Parameter, evaluate: Evaluator): { readonly name: string; readonly value: string } {
  if (valueFrom?.event === undefined) throw invalid(`malformed workflow template parameter "${name}": valueFrom.event is missing`);
  try {
    return { name, value: toText(evaluate(valueFrom.event)) };
  } catch (error) {
    throw invalid(`failed to evaluate workflow template parameter "${name}" expression: ${(error as Error).message}`);
  }
}

interface EvaluatedMetadata {
  readonly name?: string;
  readonly generateName?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Names, labels and annotations may be expressions; what is none stands for itself. */
function evaluatedMetadata(metadata: Readonly<Record<string, unknown>> = {}, evaluate: Evaluator): EvaluatedMetadata {
  const text = (value: unknown): string => {
    try {
      const result = evaluate(String(value));
      return result === null || result === undefined ? String(value) : toText(result);
    } catch {
      return String(value);
    }
  };
  const map = (value: unknown): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries((value ?? {}) as Readonly<Record<string, unknown>>).map(([key, inner]) => [key, text(inner)]));
  return {
    ...(metadata['name'] !== undefined && { name: text(metadata['name']) }),
    ...(metadata['generateName'] !== undefined && { generateName: text(metadata['generateName']) }),
    labels: map(metadata['labels']),
    ...(metadata['annotations'] !== undefined && { annotations: map(metadata['annotations']) }),
  };
}
