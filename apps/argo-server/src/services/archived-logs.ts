import type { NodeStatus, Workflow } from '@argosy/api';
import { podNameOfNode } from '@argosy/graph';
import { createInterface } from 'node:readline';
import type { Caller } from '../auth/caller.ts';
import { openArtifact } from './artifact-access.ts';
import type { LogRequest, PodLogLine } from './log-sources.ts';
import type { Services } from './services.ts';

export interface ArchivedLogRequest {
  readonly workflow: Workflow;
  readonly request: LogRequest;
  /** Pods whose lines were read from the pods themselves. */
  readonly seen: ReadonlySet<string>;
}

/** Logs that finished pods left among their artifacts, one pod after the other in the order in which they started. */
export async function* archivedLogs(
  services: Services,
  caller: Caller,
  { workflow, request, seen }: ArchivedLogRequest,
): AsyncGenerator<PodLogLine> {
  const { container, selector } = request;
  // Labels of pods that are gone are not known.
  if (selector !== '') return;
  const artifact = `${container || 'main'}-logs`;
  const pods = podsOf(workflow).filter(({ node, pod }) => !seen.has(pod) && isAskedFor(request, pod) && hasOutput(node, artifact));
  for (const { node, pod } of pods) if (!request.signal.aborted) yield* linesOf(services, caller, { workflow, node, pod, artifact });
}

function isAskedFor({ pod: wanted }: LogRequest, pod: string): boolean {
  return wanted === '' || pod === wanted;
}

function hasOutput({ outputs }: NodeStatus, artifact: string): boolean {
  return outputs?.artifacts?.some(({ name }) => name === artifact) === true;
}

function podsOf(workflow: Workflow): { readonly node: NodeStatus; readonly pod: string }[] {
  return Object.values(workflow.status?.nodes ?? {})
    .filter(({ type }) => type === 'Pod')
    .toSorted((left, right) => (left.startedAt ?? '').localeCompare(right.startedAt ?? ''))
    .map((node) => ({ node, pod: podNameOfNode(workflow, node) }));
}

interface LogArtifact {
  readonly workflow: Workflow;
  readonly node: NodeStatus;
  readonly pod: string;
  readonly artifact: string;
}

async function* linesOf(services: Services, caller: Caller, { workflow, node, pod, artifact }: LogArtifact): AsyncGenerator<PodLogLine> {
  const place = { nodeId: node.id, direction: 'outputs', name: artifact } as const;
  let stream: Awaited<ReturnType<Awaited<ReturnType<typeof openArtifact>>['driver']['openStream']>>;
  try {
    const opened = await openArtifact(services, caller, { workflow, place });
    stream = await opened.driver.openStream(opened.artifact);
  } catch (error) {
    services.logger.info(`no archived log: ${(error as Error).message}`, { workflow: workflow.metadata.name, pod });
    return;
  }
  try {
    for await (const text of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }))
      yield { pod, container: '', time: '', text };
  } finally {
    stream.destroy();
  }
}
