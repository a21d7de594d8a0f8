import type { Workflow } from '@argosy/api';
import { countStates, type FlowBox, type NodeState } from '@argosy/graph';
import { type ReactNode, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { usePreferences } from '../../../app/preferences.ts';
import type { Camera } from '../../../canvas/camera.ts';
import { t } from '../../../i18n/translate.ts';
import { GraphCanvas } from '../model/graph-canvas.ts';
import { type GraphOptions, type GraphScene, useGraphScene } from '../model/graph-scene.ts';
import { useGraphKeys } from '../model/graph-keys.ts';
import { GraphToolbar } from './graph-toolbar.tsx';
import { GraphTwin } from './graph-twin.tsx';
import classes from './graph-view.module.css';
import { HoverTip } from './hover-tip.tsx';
import { Minimap } from './minimap.tsx';
import { StateLegend } from './state-legend.tsx';

interface GraphViewProps {
  readonly workflow: Workflow;
  /** Id of the selected node. */
  readonly selected: string | undefined;
  readonly onSelect: (nodeId: string | undefined) => void;
  /** For pages of others: no search, no legend. */
  readonly plain?: boolean;
}

/** The picture of a workflow, with what it takes to find one's way in it. */
export function GraphView({ workflow, selected, onSelect, plain = false }: GraphViewProps): ReactNode {
  const [options, setOptions] = useGraphOptions();
  const graph = useGraphScene(workflow, options, selected);
  const [camera, setCamera] = useState<Camera>({ x: 0, y: 0, scale: 1 });
  const [hovered, setHovered] = useState<FlowBox>();
  const [active, setActive] = useState<string>();
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<GraphCanvas>(undefined);
  const item = graph.model.itemOfNode.get(selected ?? '') ?? active;
  const activate = (id: string | undefined, chevron = false): void => {
    const chosen = graph.model.items.get(id ?? '');
    setActive(id);
    const opens = chosen !== undefined && chosen.children.length > 0 && (chevron || chosen.nodeId === undefined);
    if (opens) graph.toggle(chosen.id);
    if (!chevron || !opens) onSelect(chosen?.nodeId);
  };
  const element = useGraphCanvas(canvas, { onTap: (box, chevron) => activate(box?.id, chevron), onHover: setHovered, onCamera: setCamera });
  useEffect(() => {
    if (graph.scene) canvas.current?.setScene(graph.scene);
  }, [graph.scene]);
  useEffect(() => canvas.current?.select(item, { reveal: true }), [item, graph.scene?.layout]);
  const onKeyDown = useGraphKeys({ graph, canvas, item, onActive: (id) => activate(id), onToggle: graph.toggle });
  const counts = useMemo(() => countStates(leafStates(graph)), [graph.scene]);
  const twin = 'graph-active';
  return (
    <div ref={frame} className={classes.view}>
      <canvas
        ref={element}
        className={classes.canvas}
        tabIndex={0}
        role="tree"
        aria-label={t('Graph of {name}', { name: workflow.metadata.name ?? '' })}
        aria-activedescendant={item === undefined ? undefined : twin}
        aria-owns="graph-twin"
        onKeyDown={onKeyDown}
        onDoubleClick={() => item !== undefined && canvas.current?.focus(item)}
      />
      <GraphTwin graph={graph} active={item} activeId={twin} />
      {!plain && (
        <GraphToolbar
          options={options}
          onOptions={setOptions}
          graph={graph}
          canvas={canvas}
          frame={frame}
          scale={camera.scale}
          onGo={(id) => activate(id)}
        />
      )}
      {!plain && <StateLegend counts={counts} chosen={options.states} onChoose={(states) => setOptions({ states })} />}
      {hovered && <HoverTip model={graph.model} facts={graph.scene?.facts} id={hovered.id} />}
      {graph.scene && <Minimap scene={graph.scene} camera={camera} canvas={canvas} />}
    </div>
  );
}

function useGraphCanvas(
  canvas: { current: GraphCanvas | undefined },
  events: ConstructorParameters<typeof GraphCanvas>[1],
): { readonly current: HTMLCanvasElement | null } {
  const element = useRef<HTMLCanvasElement>(null);
  const latest = useRef(events);
  useEffect(() => {
    latest.current = events;
  });
  useEffect(() => {
    const made = new GraphCanvas(element.current as HTMLCanvasElement, {
      onTap: (box, chevron) => latest.current.onTap(box, chevron),
      onHover: (box) => latest.current.onHover(box),
      onCamera: (camera) => latest.current.onCamera(camera),
    });
    canvas.current = made;
    return () => made.close();
  }, [canvas]);
  return element;
}

function useGraphOptions(): readonly [GraphOptions, (part: Partial<GraphOptions>) => void] {
  const { direction } = usePreferences();
  const [options, setOptions] = useState<Omit<GraphOptions, 'direction'>>({ ghosts: true, critical: false, text: '', states: NO_STATES });
  const text = useDeferredValue(options.text);
  const shown = direction === 'auto' ? (innerWidth < 720 ? 'down' : 'right') : direction;
  const all = useMemo(() => ({ ...options, text, direction: shown }) as GraphOptions, [options, text, shown]);
  return [all, (part) => setOptions((now) => ({ ...now, ...part }))];
}

const NO_STATES: ReadonlySet<NodeState> = new Set();

/** States of what is no box around others, each step once however often it was tried. */
function leafStates({ model, scene }: GraphScene): NodeState[] {
  const leaves = [...model.items.values()].filter(({ kind, children }) => kind !== 'junction' && children.length === 0);
  return leaves.map(({ id }) => scene?.facts.get(id)?.state ?? 'Planned');
}
