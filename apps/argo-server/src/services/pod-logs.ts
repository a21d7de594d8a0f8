import { byTime, type KubeClient } from '@argosy/kube';
import { followedLogs } from './followed-logs.ts';
import { type LogRequest, logSources, type PodLogLine, readSource } from './log-sources.ts';

/** Lines of all pods of a workflow, by time; with `follow` until `ended` resolves and every pod is read to its end (acceptance 8-052). */
export function podLogs(client: KubeClient, request: LogRequest, ended: Promise<void>): AsyncGenerator<PodLogLine> {
  return request.follow ? followedLogs(client, request, ended) : merged(client, request);
}

async function* merged(client: KubeClient, request: LogRequest): AsyncGenerator<PodLogLine> {
  const readers = (await logSources(client, request)).map((source) => readSource(client, source, request));
  const heads = await Promise.all(readers.map(async (reader) => ({ reader, head: await reader.next() })));
  try {
    for (;;) {
      const open = heads.filter(({ head }) => !head.done);
      const [first] = open;
      if (first === undefined || request.signal.aborted) return;
      const earliest = open.reduce(
        (least, one) => (byTime(one.head.value as PodLogLine, least.head.value as PodLogLine) < 0 ? one : least),
        first,
      );
      yield earliest.head.value as PodLogLine;
      earliest.head = await earliest.reader.next();
    }
  } finally {
    await Promise.all(readers.map((reader) => reader.return(undefined)));
  }
}
