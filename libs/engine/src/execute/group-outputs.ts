import type { Artifact, NodeOutputs, NodeStatus, Parameter } from '@argosy/api';
import { type Scope, substitute } from '@argosy/expressions';
import { declarations } from '@argosy/templates';
import type { Draft } from '../draft.ts';
import { exportGlobals, hasGlobals } from '../rules/export-globals.ts';
import { saveMemo } from './memoize.ts';
import type { Execution } from './request.ts';
import { evaluateText, resolveArtifact } from './run-step.ts';
import { failToStart } from './template-nodes.ts';

/** Ends a Steps or DAG node with the outputs that its template declares, taken from its children (acceptance 4-010, 13-084). */
export function finishGroup(draft: Draft, execution: Execution, scope: Scope): NodeStatus {
  const node = draft.nodeByName(execution.nodeName) as NodeStatus;
  const outputs = collect(draft, execution, scope);
  if (typeof outputs === 'string') return failToStart(draft, { ...execution.request, nodeName: execution.nodeName }, outputs);
  if (outputs) draft.update(node.id, { outputs });
  const finished = draft.finish(node.id, 'Succeeded');
  saveMemo(draft, finished);
  if (hasGlobals(finished)) exportGlobals(draft);
  return finished;
}

function collect(draft: Draft, { template }: Execution, scope: Scope): NodeOutputs | string | undefined {
  const declared = declarations(template.outputs);
  const parameters: Parameter[] = [];
  for (const parameter of declared.parameters) {
    const value = parameterValue(draft, parameter, scope);
    if (!value.ok) return value.message;
    const { valueFrom: _source, ...own } = parameter;
    parameters.push({ ...own, value: value.text });
  }
  const artifacts: Artifact[] = [];
  for (const artifact of declared.artifacts) {
    const resolved = resolveArtifact(draft, artifact, scope);
    if (typeof resolved === 'string') return resolved;
    if (resolved) artifacts.push(resolved);
  }
  if (parameters.length === 0 && artifacts.length === 0) return undefined;
  return { ...(parameters.length > 0 && { parameters }), ...(artifacts.length > 0 && { artifacts }) };
}

type Text = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string };

function parameterValue(draft: Draft, { name, value, valueFrom }: Parameter, scope: Scope): Text {
  const source = valueFrom?.parameter ?? value ?? '';
  if (valueFrom?.expression) return orDefault(evaluateText(draft, valueFrom.expression, scope), valueFrom.default);
  const { value: text, problems } = substitute(source, { scope, input: draft.input });
  const [problem] = problems;
  if (problem === undefined) return { ok: true, text };
  const message =
    problem.kind === 'absent'
      ? `output parameter "${name}": "${source}" is an absent optional (skipped/omitted node output with no default)`
      : `output parameter "${name}": ${problem.message}`;
  return orDefault({ ok: false, message }, valueFrom?.default);
}

function orDefault(result: Text, fallback: string | undefined): Text {
  return result.ok || fallback === undefined ? result : { ok: true, text: fallback };
}
