import type { PodSpec } from '@argosy/api';
import { substitute } from '@argosy/expressions';
import { parse } from 'yaml';
import type { PlanContext } from './draft.ts';
import type { PlanRefusal } from './pod-plan.ts';
import { strategicMerge } from './strategic-merge.ts';

/** Applies podSpecPatch of the workflow, then of the template, as JSON or YAML text, tags replaced (acceptance 4-122). */
export function patchPodSpec(
  spec: PodSpec,
  { spec: workflowSpec, template, scope, now }: PlanContext,
): { readonly ok: true; readonly spec: PodSpec } | PlanRefusal {
  let patched = spec;
  for (const text of [workflowSpec.podSpecPatch, template.podSpecPatch]) {
    if (!text) continue;
    const { value, problems } = substitute(text, { scope, input: { now, seed: '' } });
    const [problem] = problems;
    if (problem)
      return { ok: false, message: `Failed to merge the workflow PodSpecPatch with the template PodSpecPatch: ${problem.message}` };
    const patch = readPatch(value);
    if (typeof patch === 'string') return { ok: false, message: `Error applying PodSpecPatch: ${patch}` };
    patched = strategicMerge(patched, patch) as PodSpec;
  }
  return { ok: true, spec: patched };
}

/** Applies a patch that holds no tags, as JSON or YAML text. */
export function patchWith(spec: PodSpec, text: string | undefined): { readonly ok: true; readonly spec: PodSpec } | PlanRefusal {
  if (!text) return { ok: true, spec };
  const patch = readPatch(text);
  if (typeof patch === 'string') return { ok: false, message: `Error applying PodSpecPatch: ${patch}` };
  return { ok: true, spec: strategicMerge(spec, patch) as PodSpec };
}

function readPatch(text: string): object | string {
  try {
    const patch: unknown = parse(text);
    if (patch === null || patch === undefined) return {};
    return typeof patch === 'object' && !Array.isArray(patch) ? patch : 'it is not an object';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
