import type { Workflow } from '@argosy/api';
import type { Services } from './services.ts';

/** Resolves when a workflow has ended, is gone, or the reader has left. */
export async function untilFinished({ live }: Services, workflow: Workflow, signal: AbortSignal): Promise<void> {
  if (workflow.status?.finishedAt || !(await live.ready)) return;
  const { uid } = workflow.metadata;
  const stop = new AbortController();
  signal.addEventListener('abort', () => stop.abort(), { once: true });
  const changes = live.events.subscribe({
    matches: (item) => item.uid === uid,
    view: 'finished',
    isOfOne: true,
    render: async ({ value }) => JSON.stringify(Boolean(value.light.status?.finishedAt)),
    current: () => live.list({ namespace: workflow.metadata.namespace ?? '', names: [], labels: [], uid }),
    since: {},
    signal: stop.signal,
  });
  for await (const frame of changes)
    if ('json' in frame && (frame.json.startsWith('{"type":"DELETED"') || frame.json.endsWith(':true}'))) break;
}
