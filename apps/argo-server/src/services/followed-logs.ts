import { byTime, type KubeClient, timeKey } from '@argosy/kube';
import { setTimeout as pause } from 'node:timers/promises';
import { type ContainerLogSource, type LogRequest, logSources, type PodLogLine, readSource } from './log-sources.ts';

/** Lines are held back for this long, so that those of several pods come in order. */
const HOLD = 100;
const LOOK_AGAIN = 1_000;
const MOST_HELD = 20_000;

/** Lines as they are written, until `ended` resolves and every container is read to its end. Throws when a log breaks off. */
export async function* followedLogs(client: KubeClient, request: LogRequest, ended: Promise<void>): AsyncGenerator<PodLogLine> {
  const follow: Follow = { client, request, held: [], logs: new Map(), failure: undefined };
  const state = { isEnding: false, isOver: false };
  const run = async (): Promise<void> => {
    while (!state.isEnding && !isBroken(follow)) {
      await openLogs(follow);
      await Promise.race([pause(LOOK_AGAIN), ended]);
    }
    await readRest(follow);
  };
  void ended.then(() => (state.isEnding = true));
  void run()
    .catch((error: unknown) => (follow.failure ??= error))
    .finally(() => (state.isOver = true));
  while (!state.isOver && !isBroken(follow)) {
    await pause(HOLD);
    yield* follow.held.splice(0).sort(byTime);
  }
  yield* follow.held.splice(0).sort(byTime);
  if (follow.failure !== undefined && !request.signal.aborted) throw follow.failure;
}

interface Follow {
  readonly client: KubeClient;
  readonly request: LogRequest;
  readonly held: PodLogLine[];
  readonly logs: Map<string, ContainerLog>;
  failure: unknown;
}

/** A place in the log of one container: a time, and how many lines of that time were read. */
interface Place {
  readonly time: string;
  readonly count: number;
}

interface ContainerLog {
  reading: Promise<void>;
  isOpen: boolean;
  /** The container had ended before the log was opened, so its end was the end. */
  isDone: boolean;
  /** How far it was read. */
  place: Place;
}

function isBroken({ failure, request }: Follow): boolean {
  return failure !== undefined || request.signal.aborted;
}

/** Opens what is not open: logs of new containers, and those that ended while their container ran on, as when the API server goes. */
async function openLogs(follow: Follow): Promise<void> {
  for (const source of await logSources(follow.client, follow.request)) {
    const key = `${source.pod}/${source.container}`;
    const log = follow.logs.get(key) ?? { reading: Promise.resolve(), isOpen: false, isDone: false, place: { time: '', count: 0 } };
    follow.logs.set(key, log);
    if (log.isOpen || log.isDone) continue;
    log.isOpen = true;
    log.reading = collect(follow, source, log).catch((error: unknown) => void (follow.failure ??= error));
  }
}

/** The workflow has ended: what is open is read to its end, and once more for what an early end left. */
async function readRest(follow: Follow): Promise<void> {
  for (let round = 0; round < 2; round++) {
    await openLogs(follow);
    await Promise.all([...follow.logs.values()].map(({ reading }) => reading));
  }
}

async function collect(follow: Follow, source: ContainerLogSource, log: ContainerLog): Promise<void> {
  const before = log.place;
  let place: Place = { time: '', count: 0 };
  for await (const line of readSource(follow.client, source, continued(follow.request, before.time))) {
    place = { time: line.time, count: line.time === place.time ? place.count + 1 : 1 };
    if (!isAfter(place, before)) continue;
    log.place = place;
    follow.held.push(line);
    // Whoever reads more slowly than a container writes must not fill the memory.
    while (follow.held.length > MOST_HELD && !isBroken(follow)) await pause(HOLD);
  }
  log.isOpen = false;
  // A limit counts from the first line on: a log that was cut by it is not opened again.
  log.isDone = source.hasEnded || follow.request.options.limitBytes !== undefined;
}

function isAfter(one: Place, two: Place): boolean {
  const [left, right] = [timeKey(one.time), timeKey(two.time)];
  return right === '' || left > right || (left === right && one.count > two.count);
}

/** Tails and ages were counted when the log was opened first. */
function continued(request: LogRequest, time: string): LogRequest {
  if (time === '') return request;
  const { sinceSeconds: _seconds, tailLines: _tail, ...options } = request.options;
  return { ...request, options: { ...options, sinceTime: `${time.slice(0, 19)}Z` } };
}
