import type { Artifact, NodeStatus, Parameter } from '@argosy/api';
import { addOutputs } from '@argosy/templates';
import type { RuleOutcome } from '../decide.ts';
import type { Draft } from '../draft.ts';
import { isCompleted } from '../nodes/phases.ts';

/** Outputs with a globalName become `workflow.outputs`; the last writer wins (acceptance 13-154). */
export function exportGlobals(draft: Draft): RuleOutcome {
  const parameters = new Map<string, Parameter>();
  const artifacts = new Map<string, Artifact>();
  const nodes = draft.nodes().filter((node) => isCompleted(node) && hasGlobals(node));
  if (nodes.length === 0) return 'continue';
  for (const { outputs } of nodes.toSorted((a, b) => ((a.finishedAt ?? '') < (b.finishedAt ?? '') ? -1 : 1))) {
    for (const { globalName, value } of outputs?.parameters ?? [])
      if (globalName && value !== undefined) parameters.set(globalName, { name: globalName, value });
    for (const artifact of outputs?.artifacts ?? [])
      if (artifact.globalName) artifacts.set(artifact.globalName, exported(artifact, artifact.globalName));
  }
  const before = draft.status.outputs;
  draft.setStatus({
    outputs: {
      ...(parameters.size > 0 && { parameters: [...parameters.values()] }),
      ...(artifacts.size > 0 && { artifacts: [...artifacts.values()] }),
    },
  });
  if (draft.status.outputs !== before) {
    // Scopes that are in use see them at once.
    addOutputs(draft.globals, draft.status.outputs);
    draft.urgent = true;
    draft.wake(draft.now);
  }
  return 'continue';
}

/** True where an output of the node is to become a variable of the workflow. */
export function hasGlobals({ outputs }: NodeStatus): boolean {
  return [...(outputs?.parameters ?? []), ...(outputs?.artifacts ?? [])].some(({ globalName }) => globalName);
}

function exported({ path: _path, globalName: _global, ...artifact }: Artifact, name: string): Artifact {
  return { ...artifact, name };
}
