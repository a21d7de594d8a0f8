// Workflows that ran on `argo local up` and were recorded with `argo get -o json`, and large ones that are made up.
import fs from 'node:fs';

const folder = new URL('../../../libs/graph/testdata/', import.meta.url);

/** All recorded workflows. */
export function recordedWorkflows() {
  return fs
    .readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(fs.readFileSync(new URL(file, folder), 'utf8')));
}

/** A loop of `count` pods, or with `layers` a DAG of as many nodes. */
export function largeWorkflow({ name, count, layers = 0, phase = 'Running' }) {
  const start = Date.UTC(2026, 10, 27, 8);
  const nodes = layers > 0 ? dagNodes({ name, count, layers, start }) : loopNodes(name, count, start);
  const root = {
    id: name,
    name,
    displayName: name,
    type: 'DAG',
    phase,
    startedAt: iso(start),
    templateName: 'main',
    children: [layers > 0 ? `${name}-0` : `${name}-g`],
  };
  return {
    metadata: { name, namespace: 'default', uid: `uid-${name}`, creationTimestamp: iso(start), labels: { size: String(count) } },
    spec: { entrypoint: 'main', templates: [{ name: 'main', dag: { tasks: [] } }] },
    status: {
      phase,
      startedAt: iso(start),
      progress: `${Math.floor(count * 0.9)}/${count}`,
      nodes: Object.fromEntries([root, ...nodes].map((node) => [node.id, node])),
    },
  };
}

function loopNodes(name, count, start) {
  const children = Array.from({ length: count }, (_, index) => `${name}-${index}`);
  const group = {
    id: `${name}-g`,
    name: `${name}.load`,
    displayName: 'load',
    type: 'TaskGroup',
    phase: 'Running',
    boundaryID: name,
    startedAt: iso(start),
    children,
  };
  return [
    group,
    ...children.map((id, index) =>
      pod({
        id,
        name: `${name}.load(${index}:part-${index})`,
        displayName: `load(${index}:part-${index})`,
        boundaryID: name,
        children: [],
        index,
        start,
      }),
    ),
  ];
}

function dagNodes({ name, count, layers, start }) {
  const width = Math.ceil(count / layers);
  return Array.from({ length: count }, (_, index) => {
    const layer = Math.floor(index / width);
    const next = (to) => Math.min(count - 1, (layer + 1) * width + (to % width));
    const children =
      layer < layers - 1
        ? [...new Set([next(index), ...(index % 3 === 0 ? [next(index * 7)] : [])])].filter((to) => to > index).map((to) => `${name}-${to}`)
        : [];
    return pod({
      id: `${name}-${index}`,
      name: `${name}.task-${index}`,
      displayName: `task-${index}`,
      boundaryID: name,
      children,
      index,
      start: start + layer * 20_000,
    });
  });
}

function pod({ id, name, displayName, boundaryID, children, index, start }) {
  const phase = index % 97 === 13 ? 'Failed' : index % 10 === 9 ? 'Running' : 'Succeeded';
  const begin = start + (index % 400) * 500;
  const end = phase === 'Running' ? {} : { finishedAt: iso(begin + 5000 + (index % 13) * 900) };
  return {
    id,
    name,
    displayName,
    type: 'Pod',
    phase,
    boundaryID,
    templateName: 'work',
    startedAt: iso(begin),
    ...end,
    children,
    ...(phase === 'Failed' && { message: 'Error (exit code 1)' }),
  };
}

function iso(instant) {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}
