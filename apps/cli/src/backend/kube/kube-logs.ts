import type { Pod } from '@argosy/api';
import { byTime, type KubeClient, type KubeObject, type LogLine, type LogSource, readLogLines } from '@argosy/kube';
import { isErrorWithCode } from '@argosy/std';
import { CliFailure } from '../../failure.ts';
import { isFinished } from '../../workflows/await-workflow.ts';
import { followObjects, followWorkflow } from '../../workflows/follow-workflow.ts';
import type { LogQuery } from '../backend.ts';
import { PODS } from '../resources.ts';

export interface KubeLogsOptions {
  readonly client: KubeClient;
  readonly namespace: string;
  readonly signal: AbortSignal;
  sleep(milliseconds: number): Promise<void>;
  /** Told about containers whose log could not be read. */
  onSkipped(message: string): void;
}

type Visit = (line: LogLine) => void;

type KubePod = Pod & KubeObject;

/** Reads the logs of all pods of a workflow from the kubelets, merged by time (acceptance 8-052, 9-010). */
export async function readKubeLogs(options: KubeLogsOptions, query: LogQuery, visit: Visit): Promise<void> {
  const pattern = query.grep === '' ? undefined : new RegExp(query.grep);
  const matching: Visit = pattern ? (line) => void (pattern.test(line.text) && visit(line)) : visit;
  if (query.follow) return followLogs(options, query, matching);
  const { client, namespace } = options;
  const { items } = await client.list<KubePod>(PODS, { namespace, labelSelector: podSelector(query) });
  const sources = items.filter((pod) => wanted(pod, query)).flatMap((pod) => sourcesOf(pod, query));
  const logs = await Promise.all(sources.map((source) => collect(options, source, query)));
  for (const line of logs.flat().sort(byTime)) matching(line);
}

async function collect(options: KubeLogsOptions, source: LogSource, query: LogQuery): Promise<LogLine[]> {
  const lines: LogLine[] = [];
  await eachLine(options, { source, query, visit: (line) => lines.push(line) });
  return lines;
}

const FLUSH_EVERY = 100;

/** Pods are read as they start; lines are held back for a moment so that those of several pods come in order. */
async function followLogs(options: KubeLogsOptions, query: LogQuery, visit: Visit): Promise<void> {
  const { client, namespace } = options;
  const selector = { namespace, labelSelector: podSelector(query) };
  const done = new AbortController();
  const stop = (): void => done.abort();
  options.signal.addEventListener('abort', stop);
  const held: LogLine[] = [];
  const flush = (): void => {
    for (const line of held.splice(0).sort(byTime)) visit(line);
  };
  const timer = setInterval(flush, FLUSH_EVERY);
  const streams = new Map<string, Promise<void>>();
  const open = (pod: KubePod): void => {
    for (const source of wanted(pod, query) ? sourcesOf(pod, query) : []) {
      const key = `${source.pod}/${source.container}`;
      if (!streams.has(key)) streams.set(key, eachLine(options, { source, query, visit: (line) => held.push(line) }));
    }
  };
  const pods = (async () => {
    for await (const change of followObjects<KubePod>({ client, signal: done.signal, sleep: options.sleep }, PODS, selector))
      if (change.kind === 'present') open(change.object);
  })();
  try {
    await Promise.race([pods, untilEnded(options, query.workflow)]);
    const { items } = await client.list<KubePod>(PODS, selector);
    for (const pod of items) open(pod);
    await Promise.all(streams.values());
  } finally {
    clearInterval(timer);
    options.signal.removeEventListener('abort', stop);
    stop();
    flush();
  }
  await pods;
}

async function untilEnded({ client, namespace, signal, sleep }: KubeLogsOptions, name: string): Promise<void> {
  for await (const workflow of followWorkflow({ client, signal, sleep }, { name, namespace })) {
    if (!workflow || isFinished(workflow)) return;
  }
  throw new CliFailure('interrupted', { exitCode: 130 });
}

interface LineVisit {
  readonly source: LogSource;
  readonly query: LogQuery;
  visit: Visit;
}

/** A pod that is gone, or whose container has not started, has no lines. */
async function eachLine({ client, signal, onSkipped }: KubeLogsOptions, { source, query, visit }: LineVisit): Promise<void> {
  try {
    for await (const line of readLogLines(client, source, { ...query.lines, follow: query.follow, signal })) visit(line);
  } catch (error) {
    const expected = signal.aborted || isErrorWithCode(error, 'KUBE_NOTFOUND') || isErrorWithCode(error, 'KUBE_BADREQUEST');
    if (!expected) throw error;
    onSkipped(`${source.pod}: ${(error as Error).message}`);
  }
}

function podSelector({ workflow, selector }: LogQuery): string {
  return [`workflows.argoproj.io/workflow=${workflow}`, selector.trim()].filter(Boolean).join(',');
}

function wanted(pod: KubePod, { pod: name }: LogQuery): boolean {
  return (!name || pod.metadata.name === name) && pod.metadata.labels?.['workflows.argoproj.io/component'] !== 'artifact-gc';
}

const EXECUTOR_CONTAINERS: ReadonlySet<string> = new Set(['init', 'wait', 'supervisor']);
const MAIN = 'main';

function sourcesOf(pod: KubePod, query: LogQuery): LogSource[] {
  const names = (pod.spec?.containers ?? []).map(({ name }) => name).filter((name): name is string => name !== undefined);
  const users = names.includes(MAIN) ? [MAIN] : names.filter((name) => !EXECUTOR_CONTAINERS.has(name));
  const containers = query.container === undefined ? users : [query.container];
  return containers
    .filter((container) => hasStarted(pod, container))
    .map((container) => ({ pod: pod.metadata.name ?? '', namespace: pod.metadata.namespace ?? '', container }));
}

/** Asking for the log of a container that has not started is an error. */
function hasStarted(pod: KubePod, container: string): boolean {
  const { containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {};
  const status = [...containerStatuses, ...initContainerStatuses].find(({ name }) => name === container);
  return [status?.state?.running, status?.state?.terminated, status?.lastState?.terminated].some(Boolean);
}
