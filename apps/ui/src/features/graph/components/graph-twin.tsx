import type { FlowBox, FlowItem } from '@argosy/graph';
import type { ReactNode } from 'react';
import { t } from '../../../i18n/translate.ts';
import type { GraphScene } from '../model/graph-scene.ts';

interface GraphTwinProps {
  readonly graph: GraphScene;
  readonly active: string | undefined;
  readonly activeId: string;
}

/** Items on either side of the active one: thousands of hidden elements would slow every page down. */
const AROUND = 25;

/** The graph for screen readers: what the canvas shows as items of a tree, around the active one. */
export function GraphTwin({ graph, active, activeId }: GraphTwinProps): ReactNode {
  const boxes = (graph.scene?.layout.boxes ?? []).filter(({ id }) => graph.model.items.get(id)?.kind !== 'junction');
  const at = Math.max(
    0,
    boxes.findIndex(({ id }) => id === active),
  );
  const from = Math.max(0, at - AROUND);
  return (
    <div id="graph-twin" role="group" className="visually-hidden">
      {boxes.slice(from, at + AROUND).map((box, index) => {
        const item = graph.model.items.get(box.id) as FlowItem;
        const place = { 'aria-posinset': from + index + 1, 'aria-setsize': boxes.length, 'aria-level': levelOf(graph, item) };
        return (
          <div
            key={box.id}
            role="treeitem"
            aria-selected={box.id === active}
            {...place}
            {...expanded(item, box)}
            {...(box.id === active && { id: activeId })}
          >
            {textOf(graph, item)}
          </div>
        );
      })}
    </div>
  );
}

function textOf({ scene }: GraphScene, { id, label }: FlowItem): string {
  const facts = scene?.facts.get(id);
  if (!facts) return label;
  const attempts = facts.attempts > 1 ? `, ${t('{count} attempts', { count: facts.attempts })}` : '';
  const inside = facts.inside > 0 ? `, ${t('{count} steps inside', { count: facts.inside })}` : '';
  return `${label}: ${t(facts.state)}${attempts}${inside}${facts.message === undefined ? '' : `. ${facts.message}`}`;
}

function expanded({ children }: FlowItem, { open }: FlowBox): { readonly 'aria-expanded'?: boolean } {
  return children.length > 0 ? { 'aria-expanded': open } : {};
}

function levelOf({ model }: GraphScene, item: FlowItem): number {
  let level = 1;
  for (let parent = item.parent; parent !== undefined; parent = model.items.get(parent)?.parent) level++;
  return level;
}
