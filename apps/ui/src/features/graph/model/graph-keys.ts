import type { KeyboardEvent } from 'react';
import type { GraphCanvas } from './graph-canvas.ts';
import type { GraphScene } from './graph-scene.ts';
import { type Direction, neighbour } from './walk.ts';

interface GraphKeys {
  readonly graph: GraphScene;
  readonly canvas: { readonly current: GraphCanvas | undefined };
  readonly item: string | undefined;
  readonly onActive: (id: string | undefined) => void;
  readonly onToggle: (id: string) => void;
}

const ARROWS: Readonly<Record<string, Direction>> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' };

/** Keys on the canvas: arrows walk, Space opens and closes, Home fits, plus and minus zoom. */
export function useGraphKeys({ graph, canvas, item, onActive, onToggle }: GraphKeys): (event: KeyboardEvent) => void {
  const others: Readonly<Record<string, () => void>> = {
    ' ': () => item !== undefined && (graph.model.items.get(item)?.children.length ?? 0) > 0 && onToggle(item),
    Enter: () => item !== undefined && canvas.current?.focus(item),
    Home: () => canvas.current?.fit(),
    '+': () => canvas.current?.zoom(1.25),
    '=': () => canvas.current?.zoom(1.25),
    '-': () => canvas.current?.zoom(0.8),
  };
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = ARROWS[event.key];
    const layout = graph.scene?.layout;
    if (direction && layout) {
      const next = neighbour({ layout, flow: graph.scene?.direction ?? 'right' }, item, direction);
      if (next !== undefined) onActive(next);
    } else if (others[event.key]) {
      others[event.key]?.();
    } else {
      return;
    }
    event.preventDefault();
  };
}
