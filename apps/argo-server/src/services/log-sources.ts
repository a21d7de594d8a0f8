import { labels, type Pod } from '@argosy/api';
import { coreResources, type KubeClient, type KubeObject, type LogLine, type LogOptions, type LogSource, readLogLines } from '@argosy/kube';
import { isErrorWithCode } from '@argosy/std';

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

export interface ContainerLogSource extends LogSource {
  readonly hasEnded: boolean;
}

export interface PodLogLine extends LogLine {
  readonly container: string;
}

/** A pod that is gone, or whose container has not started, has no lines. */
export async function* readSource(client: KubeClient, source: ContainerLogSource, request: LogRequest): AsyncGenerator<PodLogLine> {
  const options = { ...request.options, follow: request.follow, signal: request.signal };
  try {
    for await (const line of readLogLines(client, source, options)) yield { ...line, container: source.container };
  } catch (error) {
    const isExpected = request.signal.aborted || isErrorWithCode(error, 'KUBE_NOTFOUND') || isErrorWithCode(error, 'KUBE_BADREQUEST');
    if (!isExpected) throw error;
  }
}

/** The containers that have a log by now. */
export async function logSources(client: KubeClient, request: LogRequest): Promise<readonly ContainerLogSource[]> {
  const { items } = await client.list<KubePod>(coreResources.Pod, { namespace: request.namespace, labelSelector: podSelector(request) });
  return items.flatMap((pod) => sourcesOf(pod, request));
}

function podSelector({ workflow, selector }: LogRequest): string {
  return [`${labels.workflow}=${workflow}`, selector.trim()].filter(Boolean).join(',');
}

const EXECUTOR_CONTAINERS: ReadonlySet<string> = new Set(['init', 'wait', 'supervisor']);
const MAIN = 'main';

function sourcesOf(pod: KubePod, { namespace, pod: wanted, container }: LogRequest): ContainerLogSource[] {
  const { name = '', labels: own } = pod.metadata;
  if ((wanted !== '' && name !== wanted) || own?.[labels.component] === 'artifact-gc') return [];
  const names = (pod.spec?.containers ?? []).map((one) => one.name).filter((one): one is string => one !== undefined);
  const users = names.includes(MAIN) ? [MAIN] : names.filter((one) => !EXECUTOR_CONTAINERS.has(one));
  const states = statesOf(pod);
  return (container === '' ? users : [container]).flatMap((one) => {
    const state = states.get(one);
    return state === undefined ? [] : [{ pod: name, namespace, container: one, hasEnded: state === 'ended' }];
  });
}

/** Containers that have started: asking for the log of another is an error. */
function statesOf(pod: KubePod): Map<string, 'runs' | 'ended'> {
  const { containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {};
  const states = new Map<string, 'runs' | 'ended'>();
  for (const { name, state = {}, lastState = {} } of [...containerStatuses, ...initContainerStatuses]) {
    if (state.terminated) states.set(name, 'ended');
    else if ([state.running, lastState.terminated].some(Boolean)) states.set(name, 'runs');
  }
  return states;
}
