import { fromRfc3339, type Instant, toRfc3339Seconds } from '@argosy/std';
import { RE2JS } from 're2js';
import type { Call, Endpoint, Frame } from '../api/endpoint.ts';
import { invalid } from '../api/failure.ts';
import { flagOf, sizeOf, textOf, timeOf } from '../api/query.ts';
import { createLogPlaces } from '../services/log-places.ts';
import type { LogRequest, PodLogLine } from '../services/log-sources.ts';
import { podLogs } from '../services/pod-logs.ts';
import type { Services } from '../services/services.ts';
import { archivedLogs } from '../services/archived-logs.ts';
import { readWorkflow } from '../services/stored-workflows.ts';
import { untilFinished } from '../services/until-finished.ts';
import { logParameters, textParameter } from './parameters.ts';

/** Logs of the pods of a workflow (acceptance 8-023, 8-052). */
export function logRoutes(services: Services): readonly Endpoint[] {
  const common = {
    acceptance: '8-023',
    kind: 'stream',
    method: 'GET',
    answer: 'LogEntry',
    open: (call: Call) => open(services, call),
  } as const;
  return [
    {
      ...common,
      id: 'WorkflowService_WorkflowLogs',
      path: '/api/v1/workflows/{namespace}/{name}/log',
      query: [textParameter('podName', 'The only pod.'), ...logParameters],
    },
    { ...common, id: 'WorkflowService_PodLogs', path: '/api/v1/workflows/{namespace}/{name}/{podName}/log', query: logParameters },
  ];
}

async function open(services: Services, { caller, params, query, headers, signal }: Call): Promise<AsyncIterable<Frame | undefined>> {
  const { namespace = '', name = '' } = params;
  const matches = grepOf(textOf(query, 'grep'));
  const workflow = await readWorkflow(services, caller, { namespace, name });
  const request: LogRequest = {
    namespace,
    workflow: workflow.metadata.name ?? name,
    pod: params['podName'] ?? textOf(query, 'podName'),
    container: textOf(query, 'logOptions.container'),
    selector: textOf(query, 'selector'),
    follow: flagOf(query, 'logOptions.follow'),
    options: logOptions(query),
    signal,
  };
  const position = positionOf(headers['last-event-id']);
  const withTimes = flagOf(query, 'logOptions.timestamps');
  const lines = podLogs(
    caller.client,
    position === undefined ? request : resumed(request, position),
    untilFinished(services, workflow, signal),
  );
  return frames(withArchived(services, caller, { workflow, request, lines }), { matches, withTimes });
}

function logOptions(query: Call['query']): LogRequest['options'] {
  const sinceSeconds = sizeOf(query, 'logOptions.sinceSeconds') || undefined;
  const tailLines = sizeOf(query, 'logOptions.tailLines');
  const limitBytes = sizeOf(query, 'logOptions.limitBytes') || undefined;
  const since = timeOf(query, 'logOptions.sinceTime') ?? secondsOf(query);
  return {
    previous: flagOf(query, 'logOptions.previous'),
    ...(sinceSeconds !== undefined && { sinceSeconds }),
    ...(tailLines !== undefined && { tailLines }),
    ...(limitBytes !== undefined && { limitBytes }),
    ...(since > 0 && { sinceTime: toRfc3339Seconds(since) }),
  };
}

/** The last second of the year 9999. */
const LATEST = 253_402_300_799;

/** Milliseconds since 1970 of a time as clients of gRPC say it; 0 for none. */
function secondsOf(query: Call['query']): Instant {
  const seconds = sizeOf(query, 'logOptions.sinceTime.seconds') ?? 0;
  if (seconds > LATEST) throw invalid('logOptions.sinceTime.seconds is after the year 9999');
  return seconds * 1_000;
}

function grepOf(pattern: string): (text: string) => boolean {
  if (pattern === '') return () => true;
  try {
    const compiled = RE2JS.compile(pattern);
    return (text) => compiled.matcher(text).find();
  } catch (error) {
    throw invalid(`grep: ${(error as Error).message}`);
  }
}

/** Time of the last line that a reader got, where it broke off. */
function positionOf(id: string | string[] | undefined): Instant | undefined {
  return fromRfc3339(/^([^#]+)#\d+@/.exec(String(id ?? ''))?.[1]);
}

/** Lines of several pods do not arrive in the order of their times. What comes twice is known by its id. */
const OVERLAP = 10_000;

/** Tails and ages were counted from the first request on. */
function resumed(request: LogRequest, position: Instant): LogRequest {
  const { sinceSeconds: _seconds, tailLines: _tail, ...options } = request.options;
  return { ...request, options: { ...options, sinceTime: toRfc3339Seconds(position - OVERLAP) } };
}

interface Shown {
  readonly matches: (text: string) => boolean;
  readonly withTimes: boolean;
}

async function* frames(lines: AsyncIterable<PodLogLine>, { matches, withTimes }: Shown): AsyncGenerator<Frame> {
  const places = createLogPlaces();
  for await (const line of lines) {
    const id = places.next(line);
    if (matches(line.text)) yield frameOf(line, { withTimes, id });
  }
}

function frameOf(
  { time, text, pod }: PodLogLine,
  { withTimes, id }: { readonly withTimes: boolean; readonly id: string | undefined },
): Frame {
  return {
    json: JSON.stringify({ content: withTimes && time !== '' ? `${time} ${text}` : text, podName: pod }),
    ...(id !== undefined && { id }),
  };
}

/** Pods that are gone may have left their log among the artifacts. */
async function* withArchived(
  services: Services,
  caller: Call['caller'],
  {
    workflow,
    request,
    lines,
  }: {
    readonly workflow: Parameters<typeof archivedLogs>[2]['workflow'];
    readonly request: LogRequest;
    readonly lines: AsyncIterable<PodLogLine>;
  },
): AsyncGenerator<PodLogLine> {
  const seen = new Set<string>();
  for await (const line of lines) {
    seen.add(line.pod);
    yield line;
  }
  if (!request.follow || request.signal.aborted || seen.size === 0) yield* archivedLogs(services, caller, { workflow, request, seen });
}
