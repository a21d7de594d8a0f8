import type { NodeStatus, Workflow } from '@argosy/api';
import { criticalPath, type FlowLayout, type FlowModel, flowOf, graphOf, type NodeState, topologyKey } from '@argosy/graph';
import { useEffect, useMemo, useRef, useState } from 'react';
import { factsOf, type ItemFacts, type KnownFacts } from './graph-states.ts';
import { requestLayout } from './layout-service.ts';
import { allOpen, firstOpen, revealed, toggled } from './open-items.ts';
import type { Scene } from './scene.ts';

export interface GraphOptions {
  readonly ghosts: boolean;
  readonly critical: boolean;
  readonly direction: 'right' | 'down';
  /** Words that names must hold. */
  readonly text: string;
  /** States to pick out; empty: all. */
  readonly states: ReadonlySet<NodeState>;
}

export interface GraphScene {
  readonly scene: Scene | undefined;
  readonly model: FlowModel;
  /** Ids of items that the search or the states pick out, in order. */
  readonly found: readonly string[];
  readonly toggle: (id: string) => void;
  readonly openAll: (open: boolean) => void;
}

/** Everything that the graph shows of a workflow. Events that change no topology only change the facts; the layout stays. */
export function useGraphScene(workflow: Workflow, options: GraphOptions, selectedNode: string | undefined): GraphScene {
  const model = useFlowModel(workflow, options.ghosts);
  const [open, setOpen] = useOpenItems(model, selectedNode);
  const layout = useLayout(model, open, options.direction);
  const nodes = workflow.status?.nodes ?? NO_NODES;
  const facts = useFacts(model, nodes);
  const critical = useMemo(() => (options.critical ? criticalItems(workflow, model) : undefined), [options.critical, workflow, model]);
  const found = useMemo(() => pick(model, facts, options), [model, facts, options]);
  const scene = useMemo(() => {
    if (!layout || layout.model !== model) return undefined;
    const isPicking = options.text !== '' || options.states.size > 0;
    return {
      model,
      layout: layout.layout,
      direction: layout.direction,
      facts,
      ...(isPicking && { picked: withParents(model, found) }),
      ...(critical && { critical }),
    };
  }, [layout, model, facts, found, critical, options.text, options.states]);
  const last = useRef(scene);
  if (scene) last.current = scene;
  return {
    scene: scene ?? last.current,
    model,
    found,
    toggle: (id) => setOpen(toggled(open, id)),
    openAll: (all) => setOpen(all ? allOpen(model) : new Set()),
  };
}

const NO_NODES: Readonly<Record<string, NodeStatus>> = {};

function useFacts(model: FlowModel, nodes: Readonly<Record<string, NodeStatus>>): ReadonlyMap<string, ItemFacts> {
  const before = useRef<KnownFacts>(undefined);
  return useMemo(() => {
    const facts = factsOf(model, nodes, before.current);
    before.current = { model, nodes, facts };
    return facts;
  }, [model, nodes]);
}

function useFlowModel(workflow: Workflow, ghosts: boolean): FlowModel {
  const nodes = workflow.status?.nodes ?? NO_NODES;
  const key = useMemo(() => topologyKey(nodes), [nodes]);
  // Ghosts go when their boundary ends, which is no change of the topology.
  const over = workflow.status?.phase ?? '';
  return useMemo(() => flowOf(workflow, { ghosts }), [key, ghosts, over, workflow.metadata.uid]);
}

/** Which boundaries and stacks are open; what is around the selected node always is. */
function useOpenItems(
  model: FlowModel,
  selectedNode: string | undefined,
): readonly [ReadonlySet<string>, (open: ReadonlySet<string>) => void] {
  const [open, setOpen] = useState<ReadonlySet<string>>();
  const begun = model.items.size > 0;
  const first = useMemo(() => firstOpen(model), [begun]);
  const chosen = open ?? first;
  const item = model.itemOfNode.get(selectedNode ?? '');
  const shown = useMemo(() => (item === undefined ? chosen : revealed(model, chosen, item)), [model, chosen, item]);
  return [shown, setOpen];
}

interface DoneLayout {
  readonly model: FlowModel;
  readonly layout: FlowLayout;
  readonly direction: 'right' | 'down';
}

function useLayout(model: FlowModel, open: ReadonlySet<string>, direction: 'right' | 'down'): DoneLayout | undefined {
  const [done, setDone] = useState<DoneLayout>();
  const answer = useMemo(() => requestLayout(model, { open, direction }), [model, open, direction]);
  useEffect(() => {
    if (!(answer instanceof Promise)) return undefined;
    let current = true;
    void answer.then((layout) => current && setDone({ model, layout, direction }));
    return () => {
      current = false;
    };
  }, [answer, model, direction]);
  return useMemo(() => (answer instanceof Promise ? done : { model, layout: answer, direction }), [answer, done, model, direction]);
}

function criticalItems(workflow: Workflow, model: FlowModel): ReadonlySet<string> {
  const items = new Set<string>();
  for (const node of criticalPath(graphOf(workflow))) {
    for (let id = model.itemOfNode.get(node); id !== undefined; id = model.items.get(id)?.parent) items.add(id);
  }
  return items;
}

function pick(model: FlowModel, facts: ReadonlyMap<string, ItemFacts>, { text, states }: GraphOptions): readonly string[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '' && states.size === 0) return [];
  const fits = ({ id, label, template, kind }: { id: string; label: string; template?: string; kind: string }): boolean =>
    kind !== 'junction' &&
    (wanted === '' || label.toLowerCase().includes(wanted) || template?.toLowerCase().includes(wanted) === true) &&
    (states.size === 0 || states.has(facts.get(id)?.state ?? 'Planned'));
  return [...model.items.values()].filter(fits).map(({ id }) => id);
}

/** What is found inside a closed stack shows as the stack. */
function withParents(model: FlowModel, found: readonly string[]): ReadonlySet<string> {
  const picked = new Set(found);
  for (const id of found)
    for (let parent = model.items.get(id)?.parent; parent !== undefined; parent = model.items.get(parent)?.parent) picked.add(parent);
  return picked;
}
