import type { Artifact, NodeOutputs, NodeStatus, Parameter } from '@argosy/api';
import { addOutputs, declarations } from '@argosy/templates';
import type { RuleOutcome } from '../decide.ts';
import type { Draft } from '../draft.ts';
import { isCompleted } from '../nodes/phases.ts';

/** Outputs with a globalName become `workflow.outputs`; the last writer wins (acceptance 13-154). */
export function exportGlobals(draft: Draft): RuleOutcome {
  const nodes = draft.nodes().filter((node) => isCompleted(node) && hasGlobals(node));
  if (nodes.length === 0) return 'continue';
  const before = draft.status.outputs;
  draft.setStatus({ outputs: globalsOf(nodes.toSorted(byFinish)) });
  if (draft.status.outputs !== before) {
    // Scopes that are in use see them at once.
    addOutputs(draft.globals, draft.status.outputs);
    draft.urgent = true;
    draft.wake(draft.now);
  }
  return 'continue';
}

function byFinish(a: NodeStatus, b: NodeStatus): number {
  return (a.finishedAt ?? '') < (b.finishedAt ?? '') ? -1 : 1;
}

function globalsOf(nodes: readonly NodeStatus[]): NodeOutputs {
  const parameters = new Map<string, Parameter>();
  const artifacts = new Map<string, Artifact>();
  for (const node of nodes) {
    const outputs = declarations(node.outputs);
    for (const { globalName, value } of outputs.parameters)
      if (globalName && value !== undefined) parameters.set(globalName, { name: globalName, value });
    for (const artifact of outputs.artifacts)
      if (artifact.globalName) artifacts.set(artifact.globalName, exported(artifact, artifact.globalName));
  }
  return {
    ...(parameters.size > 0 && { parameters: [...parameters.values()] }),
    ...(artifacts.size > 0 && { artifacts: [...artifacts.values()] }),
  };
}

/** True where an output of the node is to become a variable of the workflow. */
export function hasGlobals({ outputs }: NodeStatus): boolean {
  const { parameters, artifacts } = declarations(outputs);
  return [...parameters, ...artifacts].some(({ globalName }) => globalName);
}

function exported({ path: _path, globalName: _global, ...artifact }: Artifact, name: string): Artifact {
  return { ...artifact, name };
}
