import { labels, type Pod } from '@argosy/api';
import {
  byTime,
  coreResources,
  type KubeClient,
  type KubeObject,
  type LogLine,
  type LogOptions,
  type LogSource,
  readLogLines,
} from '@argosy/kube';
import { isErrorWithCode } from '@argosy/std';
import { setTimeout as pause } from 'node:timers/promises';

export interface LogRequest {
  readonly namespace: string;
  readonly workflow: string;
  /** Empty: all pods. */
  readonly pod: string;
  /** Empty: the user's container, or each of them where none is called main. */
  readonly container: string;
  readonly selector: string;
  readonly follow: boolean;
  readonly options: LogOptions;
  readonly signal: AbortSignal;
}

type KubePod = Pod & KubeObject;

/** Lines of all pods of a workflow, by time; with `follow` until `ended` resolves and every pod is read to its end (acceptance 8-052). */
export function podLogs(client: KubeClient, request: LogRequest, ended: Promise<void>): AsyncGenerator<LogLine> {
  return request.follow ? followed(client, request, ended) : merged(client, request);
}

async function* merged(client: KubeClient, request: LogRequest): AsyncGenerator<LogLine> {
  const { items } = await client.list<KubePod>(coreResources.Pod, { namespace: request.namespace, labelSelector: podSelector(request) });
  const readers = items.flatMap((pod) => sourcesOf(pod, request)).map((source) => readSource(client, source, request));
  const heads = await Promise.all(readers.map(async (reader) => ({ reader, head: await reader.next() })));
  try {
    for (;;) {
      const open = heads.filter(({ head }) => !head.done);
      const [first] = open;
      if (first === undefined || request.signal.aborted) return;
      const earliest = open.reduce(
        (least, one) => (byTime(one.head.value as LogLine, least.head.value as LogLine) < 0 ? one : least),
        first,
      );
      yield earliest.head.value as LogLine;
      earliest.head = await earliest.reader.next();
    }
  } finally {
    await Promise.all(readers.map((reader) => reader.return(undefined)));
  }
}

/** Lines are held back for this long, so that those of several pods come in order. */
const HOLD = 100;
const LOOK_AGAIN = 1_000;

async function* followed(client: KubeClient, request: LogRequest, ended: Promise<void>): AsyncGenerator<LogLine> {
  const held: LogLine[] = [];
  const streams = new Map<string, Promise<void>>();
  const state = { isEnding: false, isOver: false, failure: undefined as unknown };
  const open = async (): Promise<void> => {
    const { items } = await client.list<KubePod>(coreResources.Pod, { namespace: request.namespace, labelSelector: podSelector(request) });
    for (const source of items.flatMap((pod) => sourcesOf(pod, request))) {
      const key = `${source.pod}/${source.container}`;
      if (!streams.has(key)) streams.set(key, collect(readSource(client, source, request), held));
    }
  };
  const run = async (): Promise<void> => {
    while (!state.isEnding && !request.signal.aborted) {
      await open();
      await Promise.race([pause(LOOK_AGAIN), ended]);
    }
    await open();
    await Promise.all(streams.values());
  };
  void ended.then(() => (state.isEnding = true));
  void run()
    .catch((error: unknown) => (state.failure = error))
    .finally(() => (state.isOver = true));
  while (!state.isOver && !request.signal.aborted) {
    await pause(HOLD);
    yield* held.splice(0).sort(byTime);
  }
  yield* held.splice(0).sort(byTime);
  if (state.failure !== undefined && !request.signal.aborted) throw state.failure;
}

async function collect(lines: AsyncIterable<LogLine>, held: LogLine[]): Promise<void> {
  for await (const line of lines) {
    held.push(line);
    // Whoever reads more slowly than a container writes must not fill the memory.
    while (held.length > MOST_HELD) await pause(HOLD);
  }
}

const MOST_HELD = 20_000;

/** A pod that is gone, or whose container has not started, has no lines. */
async function* readSource(client: KubeClient, source: LogSource, request: LogRequest): AsyncGenerator<LogLine> {
  const options = { ...request.options, follow: request.follow, signal: request.signal };
  try {
    yield* readLogLines(client, source, options);
  } catch (error) {
    const isExpected = request.signal.aborted || isErrorWithCode(error, 'KUBE_NOTFOUND') || isErrorWithCode(error, 'KUBE_BADREQUEST');
    if (!isExpected) throw error;
  }
}

function podSelector({ workflow, selector }: LogRequest): string {
  return [`${labels.workflow}=${workflow}`, selector.trim()].filter(Boolean).join(',');
}

const EXECUTOR_CONTAINERS: ReadonlySet<string> = new Set(['init', 'wait', 'supervisor']);
const MAIN = 'main';

function sourcesOf(pod: KubePod, { namespace, pod: wanted, container }: LogRequest): LogSource[] {
  const { name = '', labels: own } = pod.metadata;
  if ((wanted !== '' && name !== wanted) || own?.[labels.component] === 'artifact-gc') return [];
  const names = (pod.spec?.containers ?? []).map((one) => one.name).filter((one): one is string => one !== undefined);
  const users = names.includes(MAIN) ? [MAIN] : names.filter((one) => !EXECUTOR_CONTAINERS.has(one));
  return (container === '' ? users : [container])
    .filter((one) => hasStarted(pod, one))
    .map((one) => ({ pod: name, namespace, container: one }));
}

/** Asking for the log of a container that has not started is an error. */
function hasStarted(pod: KubePod, container: string): boolean {
  const { containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {};
  const status = [...containerStatuses, ...initContainerStatuses].find(({ name }) => name === container);
  return [status?.state?.running, status?.state?.terminated, status?.lastState?.terminated].some(Boolean);
}
