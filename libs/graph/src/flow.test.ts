import fs from 'node:fs';
import type { NodeStatus, Workflow } from '@argosy/api';
import { describe, expect, test } from 'vitest';
import { flowOf } from './flow.ts';
import { flowOfSpec } from './flow-ghosts.ts';
import type { FlowModel } from './flow-item.ts';
import { layoutFlow } from './flow-layout.ts';
import { topologyKey } from './topology-key.ts';

const recorded = (name: string): Workflow =>
  JSON.parse(fs.readFileSync(new URL(`../testdata/${name}.json`, import.meta.url), 'utf8')) as Workflow;

/** `parent > kind label` for each item, and `a -> b` for each link, by label. */
function picture({ items, links }: FlowModel): { items: string[]; links: string[] } {
  const label = (id: string): string => items.get(id)?.label ?? '?';
  return {
    items: [...items.values()].map(({ kind, label: own, parent }) => `${parent === undefined ? '' : `${label(parent)} > `}${kind} ${own}`),
    links: links.map(({ from, to, dashed }) => `${label(from)} ${dashed ? '~' : '-'}> ${label(to)}`),
  };
}

describe('[10-018] the picture of a recorded workflow', () => {
  test('a run with a loop of 24, a nested template and an exit handler', () => {
    const { items, links } = picture(flowOf(recorded('weekly-etl'), { ghosts: true }));
    expect(items.filter((item) => !item.startsWith('load >')).sort()).toEqual([
      'boundary features',
      'features > step customers',
      'features > step join',
      'features > step products',
      'stack load',
      'step archive',
      'step extract',
      'step publish',
      'step schema-check',
      expect.stringMatching(/^step weekly-etl-\w+\.onExit$/),
    ]);
    expect(items.filter((item) => item.startsWith('load > step load('))).toHaveLength(24);
    expect(links).toEqual(
      expect.arrayContaining([
        'extract -> load',
        'load -> features',
        'customers -> join',
        'features -> publish',
        expect.stringMatching(/^publish ~> /),
      ]),
    );
    expect(links).not.toContain('extract -> features');
  });

  test('attempts are folded into their step', () => {
    const model = flowOf(recorded('nightly-etl'), { ghosts: true });
    const failed = [...model.items.values()].find(({ label }) => label === 'load(17:17)');
    expect(failed?.attempts).toHaveLength(3);
    expect(failed?.attempts?.map((id) => model.itemOfNode.get(id))).toEqual(Array.from({ length: 3 }, () => failed?.id));
  });

  test('steps of the spec that are still to come are ghosts, and hang on what they wait for', () => {
    const running = picture(flowOf(recorded('train-model'), { ghosts: true }));
    expect(running.items).toEqual(expect.arrayContaining(['ghost evaluate', 'ghost report']));
    expect(running.links).toEqual(expect.arrayContaining(['tune -> evaluate', 'evaluate -> report']));
    expect(picture(flowOf(recorded('train-model'), { ghosts: false })).items).not.toContain('ghost evaluate');
    expect(picture(flowOf(recorded('release-train'), { ghosts: true })).items).toContain('ghost deploy');
  });

  test('[10-028] a spec that has not run shows what its entrypoint would do', () => {
    const { items, links } = picture(flowOfSpec(recorded('weekly-etl').spec));
    expect(items).toEqual(expect.arrayContaining(['ghost extract', 'ghost load ×n', 'features > ghost customers', 'ghost publish']));
    expect(links).toContain('features -> publish');
  });
});

describe('the layout', () => {
  test.each(['weekly-etl', 'release-train', 'coinflip-recursive', 'dag-diamond'])(
    'of %s: nothing overlaps, links run forward, twice the same',
    (name) => {
      const model = flowOf(recorded(name), { ghosts: true });
      const open = new Set(model.items.keys());
      const layout = layoutFlow(model, { open, direction: 'right' });
      const box = new Map(layout.boxes.map((one) => [one.id, one]));
      expect(layout.boxes).toHaveLength(model.items.size);
      for (const { from, to } of layout.routes) {
        const [left, right] = [box.get(from), box.get(to)];
        expect((left?.x ?? 0) + (left?.width ?? 0)).toBeLessThanOrEqual(right?.x ?? 0);
      }
      const siblings = layout.boxes.flatMap((one) =>
        layout.boxes.filter((two) => one.id < two.id && sameParent(model, one.id, two.id)).map((two) => [one, two] as const),
      );
      expect(siblings.filter(([one, two]) => overlap(one, two)).map(([one, two]) => `${one.id} ${two.id}`)).toEqual([]);
      expect(layoutFlow(model, { open, direction: 'right' })).toEqual(layout);
    },
  );

  test('a closed stack hides its runs', () => {
    const model = flowOf(recorded('weekly-etl'), { ghosts: false });
    const labels = layoutFlow(model, { open: new Set(), direction: 'down' }).boxes.map(({ id }) => model.items.get(id)?.label);
    expect(labels).toContain('load');
    expect(labels).not.toContain('load(3:3)');
  });

  test('10,000 runs of a loop and 10,000 tasks of a DAG are laid out', () => {
    const loop = flowOf(fanOut(10_000), { ghosts: false });
    expect(layoutFlow(loop, { open: new Set(loop.items.keys()), direction: 'right' }).boxes).toHaveLength(10_001);
    const dag = flowOf(dagOf(10_000), { ghosts: false });
    expect(layoutFlow(dag, { open: new Set(), direction: 'right' }).boxes).toHaveLength(10_000);
  });
});

test('the key of a topology changes with nodes and links, not with phases', () => {
  const { status } = dagOf(5);
  const nodes = status?.nodes ?? {};
  const changed = (id: string, part: Partial<NodeStatus>) => topologyKey({ ...nodes, [id]: { ...(nodes[id] as NodeStatus), ...part } });
  expect(changed('n3', { phase: 'Failed', finishedAt: '2026-01-01T00:00:00Z' })).toBe(topologyKey(nodes));
  expect(changed('n4', { children: ['n0'] })).not.toBe(topologyKey(nodes));
});

interface Placed {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function overlap(one: Placed, two: Placed): boolean {
  return one.x < two.x + two.width && two.x < one.x + one.width && one.y < two.y + two.height && two.y < one.y + one.height;
}

function sameParent({ items }: FlowModel, one: string, two: string): boolean {
  return items.get(one)?.parent === items.get(two)?.parent;
}

function fanOut(count: number): Workflow {
  const items = Array.from({ length: count }, (_, index) =>
    pod(`i${index}`, { name: `wf.load(${index}:x)`, displayName: `load(${index}:x)` }),
  );
  const group: NodeStatus = {
    id: 'g',
    name: 'wf.load',
    displayName: 'load',
    type: 'TaskGroup',
    boundaryID: 'wf',
    children: items.map(({ id }) => id),
  };
  return workflow([group, ...items]);
}

function dagOf(count: number): Workflow {
  return workflow(
    Array.from({ length: count }, (_, index) =>
      pod(`n${index}`, { children: [index * 2 + 1, index + 7].filter((to) => to < count).map((to) => `n${to}`) }),
    ),
  );
}

function pod(id: string, part: Partial<NodeStatus>): NodeStatus {
  return { id, name: `wf.${id}`, displayName: id, type: 'Pod', phase: 'Succeeded', boundaryID: 'wf', ...part };
}

function workflow(nodes: readonly NodeStatus[]): Workflow {
  const root: NodeStatus = { id: 'wf', name: 'wf', type: 'DAG', phase: 'Succeeded', children: nodes[0] ? [nodes[0].id] : [] };
  return { metadata: { name: 'wf' }, spec: {}, status: { nodes: Object.fromEntries([root, ...nodes].map((node) => [node.id, node])) } };
}
