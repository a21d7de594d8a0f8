import type { Workflow } from '@argosy/api';
import { failSuspended, resumeWorkflow, setNodes, shutdownWorkflow, suspendWorkflow } from '@argosy/engine';
import { toRfc3339Seconds } from '@argosy/std';
import type { Call, Endpoint } from '../api/endpoint.ts';
import { invalid } from '../api/failure.ts';
import { type ActorAction, actorLabels, resumedBy } from '../services/creator.ts';
import { nodeMatcher } from '../services/node-matcher.ts';
import { textOfBody } from '../services/parameters.ts';
import { resubmitted, retried } from '../services/reruns.ts';
import type { Services } from '../services/services.ts';
import { changeWorkflow, type Operation, readWorkflow } from '../services/stored-workflows.ts';

/** What can be done to a workflow that is there (acceptance 8-024). */
export function workflowActionRoutes(services: Services): readonly Endpoint[] {
  const action = (verb: string, handle: (call: Call) => Promise<unknown>): Endpoint => {
    const name = `${verb[0]?.toUpperCase() ?? ''}${verb.slice(1)}`;
    return {
      id: `WorkflowService_${name}Workflow`,
      acceptance: '8-024',
      kind: 'call',
      method: 'PUT',
      path: `/api/v1/workflows/{namespace}/{name}/${verb}`,
      body: `Workflow${name}Request`,
      answer: 'Workflow',
      handle,
    };
  };
  return [
    action('resubmit', async (call) =>
      resubmitted(services, call.caller, { workflow: await readWorkflow(services, call.caller, placeOf(call)), body: call.body }),
    ),
    action('retry', (call) => retried(services, call.caller, { place: placeOf(call), body: call.body })),
    action('resume', (call) => resume(services, call)),
    action('suspend', (call) => change(services, call, { action: 'Suspend', operation: suspendWorkflow })),
    action('stop', (call) => stop(services, call)),
    action('terminate', (call) =>
      change(services, call, { action: 'Terminate', operation: (workflow) => shutdownWorkflow(workflow, 'Terminate') }),
    ),
    action('set', (call) => set(services, call)),
  ];
}

function placeOf({ params }: Call): { readonly namespace: string; readonly name: string } {
  return { namespace: params['namespace'] ?? '', name: params['name'] ?? '' };
}

async function change(
  services: Services,
  call: Call,
  { action, operation }: { readonly action: ActorAction; readonly operation: Operation },
): Promise<Workflow> {
  const { workflow } = await changeWorkflow(services, call.caller, {
    place: placeOf(call),
    operation,
    labels: actorLabels(call.caller, action),
  });
  return workflow;
}

function resume(services: Services, call: Call): Promise<Workflow> {
  const selector = textOfBody(call.body, 'nodeFieldSelector');
  const options = { matches: nodeMatcher(selector), selector, timestamp: now(services), by: resumedBy(call.caller.claims) };
  return change(services, call, { action: 'Resume', operation: (workflow) => resumeWorkflow(workflow, options) });
}

function stop(services: Services, call: Call): Promise<Workflow> {
  const selector = textOfBody(call.body, 'nodeFieldSelector');
  const matches = nodeMatcher(selector);
  const options = { selector, message: textOfBody(call.body, 'message'), timestamp: now(services) };
  const operation: Operation = matches
    ? (workflow) => failSuspended(workflow, { ...options, matches })
    : (workflow) => shutdownWorkflow(workflow, 'Stop');
  return change(services, call, { action: 'Stop', operation });
}

const PHASES = ['Succeeded', 'Failed', 'Error'] as const;

function set(services: Services, call: Call): Promise<Workflow> {
  const selector = textOfBody(call.body, 'nodeFieldSelector');
  const phaseText = textOfBody(call.body, 'phase');
  const phase = PHASES.find((one) => one === phaseText);
  // Acceptance 8-056.
  if (phaseText !== '' && phase === undefined) throw invalid(`${phaseText} is an invalid phase to set to`);
  const message = textOfBody(call.body, 'message');
  const options = {
    matches: nodeMatcher(selector) ?? (() => true),
    selector,
    phase,
    ...(message !== '' && { message }),
    outputParameters: outputsOf(textOfBody(call.body, 'outputParameters')),
    timestamp: now(services),
  };
  return change(services, call, { action: 'Update', operation: (workflow) => setNodes(workflow, options) });
}

function outputsOf(text: string): Readonly<Record<string, string>> | undefined {
  if (text === '') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && Object.values(value).every((one) => typeof one === 'string'))
      return value as Readonly<Record<string, string>>;
  } catch {
    // Said below, as for other texts that are no map.
  }
  throw invalid(`unable to parse output parameter set request: a JSON map of names to texts is expected, got ${text}`);
}

function now({ timers }: Services): string {
  return toRfc3339Seconds(timers.now());
}
