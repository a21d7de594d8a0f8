import { type FlowLayout, type FlowLayoutOptions, type FlowModel, layoutFlow } from '@argosy/graph';
import type { LayoutAnswer, LayoutRequest } from './layout-messages.ts';

/** Below this many items the way to the worker and back takes longer than the layout. */
const INLINE_UP_TO = 400;

let worker: Worker | undefined;
let lastId = 0;
const waiting = new Map<number, (layout: FlowLayout) => void>();

/** Lays a graph out: at once where it is small, else in the worker. The answer to an older question comes, too; the caller drops it. */
export function requestLayout(model: FlowModel, options: FlowLayoutOptions): FlowLayout | Promise<FlowLayout> {
  if (model.items.size <= INLINE_UP_TO) return layoutFlow(model, options);
  const id = ++lastId;
  const request: LayoutRequest = { id, model: { items: model.items, roots: model.roots, links: model.links }, options };
  return new Promise((resolve) => {
    waiting.set(id, resolve);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin to aim at
    theWorker(() => resolve(layoutFlow(model, options))).postMessage(request);
  });
}

/** Where no worker may start (a strict policy of an embedding page, say) the page does the work itself. */
function theWorker(onFailure: () => void): Worker {
  if (!worker) {
    worker = new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module', name: 'graph-layout' });
    worker.addEventListener('message', ({ data }: MessageEvent<LayoutAnswer>) => {
      waiting.get(data.id)?.(data.layout);
      waiting.delete(data.id);
    });
  }
  worker.addEventListener('error', onFailure, { once: true });
  return worker;
}
