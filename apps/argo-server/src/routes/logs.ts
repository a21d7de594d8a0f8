import type { LogLine } from '@argosy/kube';
import { RE2JS } from 're2js';
import type { Call, Endpoint, Frame } from '../api/endpoint.ts';
import { invalid } from '../api/failure.ts';
import { flagOf, sizeOf, textOf, timeOf } from '../api/query.ts';
import { podLogs, type LogRequest } from '../services/pod-logs.ts';
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
    position === undefined ? request : resumed(request, position.time),
    untilFinished(services, workflow, signal),
  );
  return frames(withArchived(services, caller, { workflow, request, lines }), { matches, withTimes, position });
}

function logOptions(query: Call['query']): LogRequest['options'] {
  const sinceSeconds = sizeOf(query, 'logOptions.sinceSeconds') || undefined;
  const tailLines = sizeOf(query, 'logOptions.tailLines');
  const limitBytes = sizeOf(query, 'logOptions.limitBytes') || undefined;
  const since = timeOf(query, 'logOptions.sinceTime');
  return {
    previous: flagOf(query, 'logOptions.previous'),
    ...(sinceSeconds !== undefined && { sinceSeconds }),
    ...(tailLines !== undefined && { tailLines }),
    ...(limitBytes !== undefined && { limitBytes }),
    ...(since !== undefined && { sinceTime: textOf(query, 'logOptions.sinceTime') }),
  };
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

/** Where a reader broke off: the time of the last line, and how many lines of that time were read. */
interface Position {
  readonly time: string;
  readonly count: number;
}

function positionOf(id: string | string[] | undefined): Position | undefined {
  const match = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)#(\d+)$/.exec(String(id ?? ''));
  return match ? { time: match[1] as string, count: Number(match[2]) } : undefined;
}

/** Tails and ages were counted from the first request on. */
function resumed(request: LogRequest, sinceTime: string): LogRequest {
  const { sinceSeconds: _seconds, tailLines: _tail, ...options } = request.options;
  return { ...request, options: { ...options, sinceTime: `${sinceTime.slice(0, 19)}Z` } };
}

interface Shown {
  readonly matches: (text: string) => boolean;
  readonly withTimes: boolean;
  readonly position: Position | undefined;
}

async function* frames(lines: AsyncIterable<LogLine>, { matches, withTimes, position }: Shown): AsyncGenerator<Frame> {
  let last: Position = { time: position?.time ?? '', count: 0 };
  for await (const line of lines) {
    last = line.time === last.time ? { time: line.time, count: last.count + 1 } : { time: line.time, count: 1 };
    if (!wasRead(last, position) && matches(line.text)) yield frameOf(line, { withTimes, count: last.count });
  }
}

function wasRead({ time, count }: Position, position: Position | undefined): boolean {
  return position !== undefined && time !== '' && (time < position.time || (time === position.time && count <= position.count));
}

function frameOf({ time, text, pod }: LogLine, { withTimes, count }: { readonly withTimes: boolean; readonly count: number }): Frame {
  const isTimed = time !== '';
  return {
    json: JSON.stringify({ content: withTimes && isTimed ? `${time} ${text}` : text, podName: pod }),
    ...(isTimed && { id: `${time}#${count}` }),
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
    readonly lines: AsyncIterable<LogLine>;
  },
): AsyncGenerator<LogLine> {
  const seen = new Set<string>();
  for await (const line of lines) {
    seen.add(line.pod);
    yield line;
  }
  if (!request.follow || request.signal.aborted || seen.size === 0) yield* archivedLogs(services, caller, { workflow, request, seen });
}
