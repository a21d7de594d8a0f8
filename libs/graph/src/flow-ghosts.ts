import type { NodeStatus, Template, Workflow, WorkflowSpec } from '@argosy/api';
import { FlowDraft } from './flow-draft.ts';
import type { FlowItem, FlowModel } from './flow-item.ts';
import { type PlannedStep, plannedSteps, type TemplateFinder, templateFinder } from './spec-steps.ts';

interface GhostSource {
  readonly workflow: Workflow;
  readonly nodes: Readonly<Record<string, NodeStatus>>;
  readonly finder: TemplateFinder;
}

const OVER: ReadonlySet<string | undefined> = new Set(['Succeeded', 'Failed', 'Error', 'Skipped', 'Omitted']);

/** Adds the steps of unfinished boundaries that have no node yet, and all of them where nothing has begun. */
export function addGhosts(draft: FlowDraft, { workflow, nodes, finder }: GhostSource): void {
  if (draft.items.size === 0 && !OVER.has(workflow.status?.phase)) {
    const template = finder.named(entrypointOf(workflow));
    if (template) addPlanned(draft, { template, parent: undefined, finder, depth: 0 });
    return;
  }
  // A copy, since ghosts join the items while they are gone through.
  const boundaries = Array.from(draft.items.values()).filter(({ kind }) => kind === 'boundary');
  for (const item of boundaries) {
    const node = nodes[item.nodeId ?? ''];
    const template = node && !OVER.has(node.phase) ? finder.ofNode(node) : undefined;
    if (template) addPlanned(draft, { template, parent: item, finder, depth: DEEPEST });
  }
}

/** The picture of a spec that has not run: what its entrypoint would do, with the templates that it calls inside. */
export function flowOfSpec(spec: WorkflowSpec, entrypoint = spec.entrypoint): FlowModel {
  const finder = templateFinder({ metadata: {}, spec });
  const draft = new FlowDraft();
  const template = finder.named(entrypoint);
  if (template) addPlanned(draft, { template, parent: undefined, finder, depth: 0 });
  return draft;
}

function entrypointOf({ spec, status }: Workflow): string | undefined {
  return spec.entrypoint ?? status?.storedWorkflowTemplateSpec?.entrypoint;
}

/** Templates call each other, themselves too: below this depth a call is drawn as one step. */
const DEEPEST = 4;

interface Planned {
  readonly template: Template;
  readonly parent: FlowItem | undefined;
  readonly finder: TemplateFinder;
  readonly depth: number;
}

function addPlanned(draft: FlowDraft, planned: Planned): void {
  const { template, parent } = planned;
  const steps = plannedSteps(template);
  if (steps.length === 0 && !parent)
    draft.add({ id: `ghost:/${template.name ?? ''}`, kind: 'ghost', label: template.name ?? '', children: [] });
  const known = new Map((parent?.children ?? draft.roots).map((id) => [baseLabel(draft.items.get(id)), id]));
  for (const step of steps) {
    if (known.has(step.name)) continue;
    const ghost = ghostOf(step, parent);
    draft.add(ghost);
    known.set(step.name, ghost.id);
    addCalled(draft, { step, ghost, planned });
    const before = step.after.map((name) => known.get(name)).filter((id) => id !== undefined);
    draft.links.push(...before.map((from) => ({ from, to: ghost.id })));
  }
}

interface Call {
  readonly step: PlannedStep;
  readonly ghost: FlowItem;
  readonly planned: Planned;
}

function addCalled(draft: FlowDraft, { step, ghost, planned: { finder, depth } }: Call): void {
  const template = depth < DEEPEST ? finder.named(step.template) : undefined;
  if (template && plannedSteps(template).length > 0) addPlanned(draft, { template, parent: ghost, finder, depth: depth + 1 });
}

function ghostOf(step: PlannedStep, parent: FlowItem | undefined): FlowItem {
  return {
    id: `ghost:${parent?.id ?? ''}/${step.name}`,
    kind: 'ghost',
    label: step.loop ? `${step.name} ×n` : step.name,
    ...(step.template !== undefined && { template: step.template }),
    ...(parent && { parent: parent.id }),
    children: [],
  };
}

/** Runs of a short loop count as the step that they come from. */
function baseLabel(item: FlowItem | undefined): string {
  return (item?.label ?? '').replace(/\(\d+:.*\)$/s, '').replace(/ ×n$/, '');
}
