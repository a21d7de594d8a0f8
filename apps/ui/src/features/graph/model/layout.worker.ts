import { layoutFlow } from '@argosy/graph';
import type { LayoutAnswer, LayoutRequest } from './layout-messages.ts';

// Lays graphs out beside the page, so that it stays quick while thousands of nodes are placed.
addEventListener('message', ({ data }: MessageEvent<LayoutRequest>) => {
  const layout = layoutFlow({ ...data.model, itemOfNode: new Map() }, data.options);
  const answer: LayoutAnswer = { id: data.id, layout };
  postMessage(answer);
});
