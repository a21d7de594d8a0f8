import { labels, type Pod } from '@argosy/api';
import { coreResources, type KubeClient, type KubeObject, type LogOptions } from '@argosy/kube';
import { isErrorWithCode } from '@argosy/std';

export interface LogLine {
  readonly pod: string;
  /** RFC 3339 with nanoseconds, as the kubelet wrote it; empty where it wrote none. */
  readonly time: string;
  readonly text: string;
}

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

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

interface LogSource {
  readonly pod: string;
  readonly container: string;
}

/** A pod that is gone, or whose container has not started, has no lines. */
async function* readSource(client: KubeClient, { pod, container }: LogSource, request: LogRequest): AsyncGenerator<LogLine> {
  const decoder = new TextDecoder();
  let rest = '';
  const options = { ...request.options, container, follow: request.follow, timestamps: true, signal: request.signal };
  try {
    for await (const chunk of client.logs({ name: pod, namespace: request.namespace }, options)) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield timed(pod, line);
    }
    if (rest !== '') yield timed(pod, rest);
  } catch (error) {
    const isExpected = request.signal.aborted || isErrorWithCode(error, 'KUBE_NOTFOUND') || isErrorWithCode(error, 'KUBE_BADREQUEST');
    if (!isExpected) throw error;
  }
}

const TIMED_LINE = /^(\d{4}-\d\d-\d\dT\S+) ?(.*)$/s;

function timed(pod: string, line: string): LogLine {
  const match = TIMED_LINE.exec(line);
  return match ? { pod, time: match[1] as string, text: match[2] as string } : { pod, time: '', text: line };
}

/** Oldest first; times may differ in their number of decimals. */
export function byTime(left: LogLine, right: LogLine): number {
  const [leftKey, rightKey] = [sortKey(left.time), sortKey(right.time)];
  return leftKey < rightKey ? -1 : Number(leftKey > rightKey);
}

function sortKey(time: string): string {
  const match = /^(.{19})(?:\.(\d+))?/.exec(time);
  return match ? `${match[1]}.${(match[2] ?? '').padEnd(9, '0')}` : '';
}

function podSelector({ workflow, selector }: LogRequest): string {
  return [`${labels.workflow}=${workflow}`, selector.trim()].filter(Boolean).join(',');
}

const EXECUTOR_CONTAINERS: ReadonlySet<string> = new Set(['init', 'wait', 'supervisor']);
const MAIN = 'main';

function sourcesOf(pod: KubePod, { pod: wanted, container }: LogRequest): LogSource[] {
  const { name = '', labels: own } = pod.metadata;
  if ((wanted !== '' && name !== wanted) || own?.[labels.component] === 'artifact-gc') return [];
  const names = (pod.spec?.containers ?? []).map((one) => one.name).filter((one): one is string => one !== undefined);
  const users = names.includes(MAIN) ? [MAIN] : names.filter((one) => !EXECUTOR_CONTAINERS.has(one));
  return (container === '' ? users : [container]).filter((one) => hasStarted(pod, one)).map((one) => ({ pod: name, container: one }));
}

/** Asking for the log of a container that has not started is an error. */
function hasStarted(pod: KubePod, container: string): boolean {
  const { containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {};
  const status = [...containerStatuses, ...initContainerStatuses].find(({ name }) => name === container);
  return [status?.state?.running, status?.state?.terminated, status?.lastState?.terminated].some(Boolean);
}
