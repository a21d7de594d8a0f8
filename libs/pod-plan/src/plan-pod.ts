import type { Container, PodSpec } from '@argosy/api';
import { Scope, substitute } from '@argosy/expressions';
import { parse } from 'yaml';
import { mainContainers, sidecarContainers, userInitContainers } from './containers.ts';
import { initContainer, resourceContainer, waitContainer } from './executor-containers.ts';
import { type Needs, needsOf } from './layout.ts';
import { podMetadata } from './metadata.ts';
import type { PlanPodInput, PodLayout, PodPlan } from './pod-plan.ts';
import { scheduling } from './scheduling.ts';
import { strategicMerge } from './strategic-merge.ts';
import { volumesOf } from './volumes.ts';

export type PlanPodResult = { readonly ok: true; readonly pod: PodPlan; readonly layout: PodLayout } | { readonly ok: false; readonly message: string };

/** The pod that runs a template, complete; a message when the template cannot become one. */
export function planPod(input: PlanPodInput): PlanPodResult {
  const needs = needsOf(input);
  const mains = input.template.resource ? { ok: true as const, containers: [resourceContainer(input)] } : mainContainers(input, needs);
  if (!mains.ok) return mains;
  const init = present([initContainer(input, needs), ...userInitContainers(input, mains.containers), ...sidecarContainers(input, mains.containers)]);
  const containers = present([waitContainer(input, needs), ...mains.containers]);
  const volumes = volumesOf(input, [...init, ...containers]);
  if (!volumes.ok) return volumes;
  const spec: PodSpec = {
    restartPolicy: 'Never',
    ...scheduling(input),
    ...deadlineOf(input),
    ...(init.length > 0 && { initContainers: init }),
    containers,
    ...(volumes.volumes.length > 0 && { volumes: volumes.volumes }),
  };
  const patched = applyPatches(input, spec);
  if (!patched.ok) return patched;
  return { ok: true, pod: { apiVersion: 'v1', kind: 'Pod', metadata: podMetadata(input), spec: patched.spec }, layout: layoutOf(needs) };
}

function layoutOf({ staging, capture }: Needs): PodLayout {
  return staging || capture ? 'standard' : 'bare';
}

function present(containers: readonly (Container | undefined)[]): Container[] {
  return containers.filter((container) => container !== undefined);
}

/** Seconds that the kubelet gives the pod, from the earlier of the template's own deadline and the one that is left. */
function deadlineOf({ deadline, now, template }: PlanPodInput): Partial<PodSpec> {
  const left = deadline === undefined ? undefined : Math.max(1, Math.ceil((deadline - now) / 1000));
  const own = template.activeDeadlineSeconds === undefined ? undefined : Number(template.activeDeadlineSeconds);
  const seconds = [left, own].filter((value) => value !== undefined && !Number.isNaN(value)) as number[];
  return seconds.length === 0 ? {} : { activeDeadlineSeconds: Math.min(...seconds) };
}

/** podSpecPatch of the workflow, then of the template, as JSON or YAML (acceptance 4-122). */
function applyPatches({ spec: workflowSpec, template, globals, now, podName }: PlanPodInput, spec: PodSpec): { readonly ok: true; readonly spec: PodSpec } | { readonly ok: false; readonly message: string } {
  let patched = spec;
  const scope = new Scope(globals, [['pod.name', podName], ...(template.inputs?.parameters ?? []).map(({ name, value }) => [`inputs.parameters.${name}`, value ?? ''] as const)]);
  for (const text of [workflowSpec.podSpecPatch, template.podSpecPatch]) {
    if (!text) continue;
    try {
      patched = strategicMerge(patched, parse(substitute(text, { scope, input: { now, seed: '' } }).value)) as PodSpec;
    } catch (error) {
      return { ok: false, message: `failed to apply podSpecPatch: ${(error as Error).message}` };
    }
  }
  return { ok: true, spec: patched };
}

