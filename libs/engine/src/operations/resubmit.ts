import type { NodeStatus, Workflow } from '@argosy/api';
import { nodeIdOf } from '../nodes/names.ts';
import { isFailed } from '../nodes/phases.ts';
import { type OperationResult, without } from './operation.ts';
import { reopened } from './retry.ts';

export interface ResubmitOptions {
  readonly memoized?: boolean | undefined;
  readonly parameters?: Readonly<Record<string, string>> | undefined;
  /** Five random letters or digits for the name, where it must be known at once. */
  readonly suffix: string;
}

const label = (name: string): string => `workflows.argoproj.io/${name}`;
const dropped: ReadonlySet<string> = new Set([
  label('creator'),
  label('creator-email'),
  label('creator-preferred-username'),
  label('phase'),
  label('completed'),
  label('workflow-archiving-status'),
]);

/** A new workflow of the same spec; memoized, it keeps what succeeded (acceptance 13.15). */
export function resubmitWorkflow(workflow: Workflow, { memoized = false, parameters, suffix }: ResubmitOptions): OperationResult {
  const { apiVersion, kind, metadata, spec, status } = workflow;
  if (memoized && !hasFailed(status)) return { ok: false, message: 'workflow must be Failed/Error to resubmit in memoized mode' };
  const { name: oldName = '', generateName = `${oldName}-` } = metadata;
  const named = memoized ? { name: `${generateName}${suffix}` } : { generateName };
  const fresh: Workflow = { apiVersion, kind, metadata: { ...named, ...carriedOver(metadata) }, spec: reopened(spec, parameters) };
  return { ok: true, workflow: memoized ? withMemory(fresh, workflow) : fresh };
}

function hasFailed(status: Workflow['status']): boolean {
  return status?.phase === 'Failed' || status?.phase === 'Error';
}

/** What is not about the old run stays (acceptance 13-131). */
function carriedOver({ name = '', namespace, labels = {}, annotations, ownerReferences }: Workflow['metadata']): Workflow['metadata'] {
  const kept = Object.entries(labels).filter(([key]) => !dropped.has(key));
  return {
    ...(namespace && { namespace }),
    labels: { ...Object.fromEntries(kept), [label('resubmitted-from-workflow')]: name },
    ...(annotations && { annotations }),
    ...(ownerReferences && { ownerReferences }),
  };
}

/** The nodes of the old run under the new name: what succeeded is skipped, everything else starts again. */
function withMemory(fresh: Workflow, { metadata, status }: Workflow): Workflow {
  const [oldName, newName] = [metadata.name ?? '', fresh.metadata.name ?? ''];
  const rename = (name: string): string =>
    name === oldName ? newName : name.startsWith(oldName) ? newName + name.slice(oldName.length) : name;
  const old = Object.values(status?.nodes ?? {}).filter(({ name }) => !name.startsWith(`${oldName}.onExit`));
  const ids = new Map(old.map(({ id, name }) => [id, nodeIdOf(newName, rename(name))]));
  const renamed = (list: readonly string[] | undefined): string[] | undefined =>
    list?.map((id) => ids.get(id)).filter((id) => id !== undefined);
  const nodes = old
    .filter((node) => isKept(node, old))
    .map((node): NodeStatus => {
      const base = {
        ...node,
        id: ids.get(node.id) as string,
        name: rename(node.name),
        displayName: rename(node.displayName ?? ''),
        ...(node.boundaryID !== undefined && { boundaryID: ids.get(node.boundaryID) }),
      };
      const linked = {
        ...base,
        ...(node.children && { children: renamed(node.children) }),
        ...(node.outboundNodes && { outboundNodes: renamed(node.outboundNodes) }),
      };
      return remembered(linked, node);
    });
  const conditions = [{ type: 'Completed', status: 'False' }];
  return {
    ...fresh,
    status: {
      conditions,
      ...(status?.storedTemplates && { storedTemplates: status.storedTemplates }),
      nodes: Object.fromEntries(nodes.map((node) => [node.id, node])),
    },
  };
}

/** Failed pods are forgotten, so that they are made anew; what follows them goes with them. */
function isKept(node: NodeStatus, all: readonly NodeStatus[]): boolean {
  if (node.type === 'Pod' && isFailed(node)) return false;
  if (node.phase === 'Omitted') return false;
  return (
    node.phase !== 'Skipped' ||
    (node.children ?? []).some((id) => all.find((other) => other.id === id)?.phase === 'Succeeded') ||
    (node.children ?? []).length === 0
  );
}

function remembered(node: NodeStatus, old: NodeStatus): NodeStatus {
  if (old.type === 'Pod') return { ...node, type: 'Skipped', phase: 'Skipped', message: `original pod: ${old.id}` };
  if (old.phase === 'Skipped' || old.phase === 'Succeeded') return node;
  return without({ ...node, phase: 'Running', finishedAt: null }, 'message', 'outboundNodes');
}
