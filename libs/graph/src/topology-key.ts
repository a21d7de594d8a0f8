import type { NodeStatus } from '@argosy/api';

/**
 * A number that changes when nodes come, go or are linked anew, and stays when only phases, times and outputs change:
 * a picture laid out for one key serves all statuses with the same key.
 */
export function topologyKey(nodes: Readonly<Record<string, NodeStatus>>): number {
  let hash = 0x81_1c_9d_c5;
  const mix = (value: number): void => {
    hash = Math.imul(hash ^ value, 0x01_00_01_93) >>> 0;
  };
  for (const id in nodes) {
    mixText(id, mix);
    const children = nodes[id]?.children;
    mix(children?.length ?? 0);
    mixText(children?.at(-1) ?? '', mix);
  }
  return hash;
}

/** Ids of one workflow share their beginning; the end tells them apart. */
function mixText(text: string, mix: (value: number) => void): void {
  mix(text.length);
  for (let index = Math.max(0, text.length - 12); index < text.length; index++) mix(text.charCodeAt(index));
}
