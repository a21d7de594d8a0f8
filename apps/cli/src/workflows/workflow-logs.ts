import type { Pod } from '@argosy/api';
import type { KubeObject, LogOptions } from '@argosy/kube';
import { isErrorWithCode } from '@argosy/std';
import type { CommandContext } from '../command.ts';
import { CliFailure } from '../failure.ts';
import { PODS } from '../kube/resources.ts';
import { podColour } from '../output/colours.ts';
import { isFinished } from './await-workflow.ts';
import { followObjects, followWorkflow } from './follow-workflow.ts';
import { byTime, type LogLine, type LogSource, readLogLines } from './log-lines.ts';

export interface WorkflowLogsOptions {
  readonly workflow: string;
  readonly pod?: string;
  /** `undefined`: the user's container, or each of them where none is called main. */
  readonly container?: string;
  readonly follow: boolean;
  readonly grep?: RegExp;
  readonly timestamps: boolean;
  /** Further label selector for pods. */
  readonly selector: string;
  readonly log: LogOptions;
}

type KubePod = Pod & KubeObject;

/** Prints the logs of all pods of a workflow, merged by time (acceptance 8-052, 9-010). */
export async function printWorkflowLogs(context: CommandContext, options: WorkflowLogsOptions): Promise<void> {
  if (options.follow) return followLogs(context, options);
  const { client, namespace } = await context.connect();
  const { items } = await client.list<KubePod>(PODS, { namespace, labelSelector: podSelector(options) });
  const sources = items.filter((pod) => wanted(pod, options)).flatMap((pod) => sourcesOf(pod, options));
  const logs = await Promise.all(sources.map((source) => collect(context, source, options)));
  for (const line of logs.flat().sort(byTime)) printLine(context, line, options);
}

async function collect(context: CommandContext, source: LogSource, options: WorkflowLogsOptions): Promise<LogLine[]> {
  const lines: LogLine[] = [];
  await eachLine(context, { source, options, visit: (line) => lines.push(line) });
  return lines;
}

const FLUSH_EVERY = 100;

/** Pods are read as they start; lines are held back for a moment so that those of several pods come in order. */
async function followLogs(context: CommandContext, options: WorkflowLogsOptions): Promise<void> {
  const { client, namespace } = await context.connect();
  const done = new AbortController();
  const stop = (): void => done.abort();
  context.signal.addEventListener('abort', stop);
  const held: LogLine[] = [];
  const flush = (): void => {
    for (const line of held.splice(0).sort(byTime)) printLine(context, line, options);
  };
  const timer = setInterval(flush, FLUSH_EVERY);
  const streams = new Map<string, Promise<void>>();
  const open = (pod: KubePod): void => {
    for (const source of wanted(pod, options) ? sourcesOf(pod, options) : []) {
      const key = `${source.pod}/${source.container}`;
      if (!streams.has(key)) streams.set(key, eachLine(context, { source, options, visit: (line) => held.push(line) }));
    }
  };
  const following = { client, signal: done.signal, sleep: context.sleep };
  const pods = (async () => {
    for await (const change of followObjects<KubePod>(following, PODS, { namespace, labelSelector: podSelector(options) }))
      if (change.kind === 'present') open(change.object);
  })();
  try {
    await Promise.race([pods, untilEnded(context, options.workflow)]);
    const { items } = await client.list<KubePod>(PODS, { namespace, labelSelector: podSelector(options) });
    for (const pod of items) open(pod);
    await Promise.all(streams.values());
  } finally {
    clearInterval(timer);
    context.signal.removeEventListener('abort', stop);
    stop();
    flush();
  }
  await pods;
}

async function untilEnded(context: CommandContext, name: string): Promise<void> {
  const { client, namespace } = await context.connect();
  for await (const workflow of followWorkflow({ client, signal: context.signal, sleep: context.sleep }, { name, namespace })) {
    if (!workflow || isFinished(workflow)) return;
  }
  throw new CliFailure('interrupted', { exitCode: 130 });
}

interface LineVisit {
  readonly source: LogSource;
  readonly options: WorkflowLogsOptions;
  visit(line: LogLine): void;
}

/** A pod that is gone, or whose container has not started, has no lines. */
async function eachLine(context: CommandContext, { source, options, visit }: LineVisit): Promise<void> {
  const { client } = await context.connect();
  try {
    for await (const line of readLogLines(client, source, { ...options.log, follow: options.follow, signal: context.signal })) visit(line);
  } catch (error) {
    const expected = context.signal.aborted || isErrorWithCode(error, 'KUBE_NOTFOUND') || isErrorWithCode(error, 'KUBE_BADREQUEST');
    if (!expected) throw error;
    if (context.globals.verbose) context.io.error(`${source.pod}: ${(error as Error).message}\n`);
  }
}

function podSelector({ workflow, selector }: WorkflowLogsOptions): string {
  return [`workflows.argoproj.io/workflow=${workflow}`, selector.trim()].filter(Boolean).join(',');
}

function wanted(pod: KubePod, { pod: name }: WorkflowLogsOptions): boolean {
  return (!name || pod.metadata.name === name) && pod.metadata.labels?.['workflows.argoproj.io/component'] !== 'artifact-gc';
}

const EXECUTOR_CONTAINERS: ReadonlySet<string> = new Set(['init', 'wait', 'supervisor']);
const MAIN = 'main';

function sourcesOf(pod: KubePod, options: WorkflowLogsOptions): LogSource[] {
  const names = (pod.spec?.containers ?? []).map(({ name }) => name).filter((name): name is string => name !== undefined);
  const users = names.includes(MAIN) ? [MAIN] : names.filter((name) => !EXECUTOR_CONTAINERS.has(name));
  const containers = options.container === undefined ? users : [options.container];
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

function printLine(context: CommandContext, line: LogLine, options: WorkflowLogsOptions): void {
  if (options.grep && !options.grep.test(line.text)) return;
  const prefix = context.paint(podColour(line.pod), `${line.pod}:`);
  context.io.out(`${prefix} ${options.timestamps ? `${line.time} ` : ''}${line.text}\n`);
}
