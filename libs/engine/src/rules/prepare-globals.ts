import type { Parameter, Workflow } from '@argosy/api';
import { substitute } from '@argosy/expressions';
import { globalScope, readConfigMapKey } from '@argosy/templates';
import type { RuleOutcome } from '../decide.ts';
import type { Draft } from '../draft.ts';
import { endWorkflow } from './end-workflow.ts';
import { metadataChanges } from './metadata.ts';

/** Makes the variables of the workflow; a parameter without a value ends it (acceptance 12-036). */
export function prepareGlobals(draft: Draft): RuleOutcome {
  const parameters: Parameter[] = [];
  for (const parameter of draft.spec.arguments?.parameters ?? []) {
    const value = valueOf(draft, parameter);
    if (value.ok) parameters.push(value.text === undefined ? parameter : { name: parameter.name, value: value.text });
    else {
      endWorkflow(draft, 'Failed', `failed to set global parameters: ${value.message}`);
      return 'stop';
    }
  }
  draft.parameters = parameters;
  refreshGlobals(draft);
  resolveTags(draft);
  if (draft.observation.workflow.status?.phase === undefined) addStartMetadata(draft);
  return 'continue';
}

/** Values of the workflow's own parameters may hold its other variables, also parameters that are declared after them (acceptance 3-016). */
function resolveTags(draft: Draft): void {
  for (let pass = 0; pass < 2 && draft.parameters.some(({ value }) => value?.includes('{{')); pass++) {
    draft.parameters = substitute(draft.parameters, { scope: draft.globals, input: draft.input }).value;
    refreshGlobals(draft);
  }
}

/** Labels and annotations that the workflow gets with its start are variables at once (acceptance 1-040). */
function addStartMetadata(draft: Draft): void {
  draft.startMetadata = metadataChanges(draft);
  if (draft.startMetadata) refreshGlobals(draft);
}

/** Makes the variables anew, after something they hold has changed. */
export function refreshGlobals(draft: Draft, outcome?: { readonly phase: string; readonly failures: string }): void {
  draft.globals = globalScope({
    workflow: withStartMetadata(draft),
    spec: draft.spec,
    now: draft.now,
    parameters: draft.parameters,
    status: draft.status,
    ...(outcome && { outcome }),
  });
}

function withStartMetadata({ observation: { workflow }, startMetadata }: Draft): Workflow {
  if (!startMetadata) return workflow;
  const { metadata } = workflow;
  const labels = defined({ ...metadata.labels, ...startMetadata.labels });
  const annotations = defined({ ...metadata.annotations, ...startMetadata.annotations });
  return { ...workflow, metadata: { ...metadata, labels, annotations } };
}

function defined(map: Readonly<Record<string, string | null | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(map).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function valueOf(
  draft: Draft,
  parameter: Parameter,
): { readonly ok: true; readonly text: string | undefined } | { readonly ok: false; readonly message: string } {
  const { name, value, valueFrom } = parameter;
  if (value !== undefined) return { ok: true, text: value };
  if (valueFrom?.configMapKeyRef) {
    const read = readConfigMapKey(parameter, { configMap: (configMap) => draft.observation.configMaps.get(configMap) });
    return read.ok ? { ok: true, text: read.value } : { ok: false, message: `failed to retrieve configmap value: ${read.message}` };
  }
  if (parameter.default !== undefined) return { ok: true, text: parameter.default };
  if (valueFrom?.default !== undefined) return { ok: true, text: valueFrom.default };
  if (valueFrom?.supplied) return { ok: true, text: undefined };
  return { ok: false, message: `either value or valueFrom must be specified in order to set global parameter ${name}` };
}
