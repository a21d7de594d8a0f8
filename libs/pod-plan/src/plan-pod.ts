import type { PodSpec } from '@argosy/api';
import { wrapCommands } from './command-wrapping.ts';
import { withArtifactPlugins } from './decorators/artifact-plugins.ts';
import { withEnvironment } from './decorators/environment.ts';
import { withInitContainer, withWaitContainer } from './decorators/executors.ts';
import { withInputArtifacts } from './decorators/input-artifacts.ts';
import { withMainContainers } from './decorators/main-containers.ts';
import { withMetadata } from './decorators/metadata.ts';
import { withDeadline, withExecutorToken, withScheduling, withSecurity } from './decorators/scheduling.ts';
import { withScript } from './decorators/script.ts';
import { withSidecars, withUserInitContainers } from './decorators/sidecars.ts';
import { withSharedVolume, withUserVolumes } from './decorators/volumes.ts';
import { type Decorator, emptyDraft, planContext, type PlanContext, type PodDraft } from './draft.ts';
import { layoutOf } from './needs.ts';
import type { PlanPodInput, PlanPodResult, PlanRefusal } from './pod-plan.ts';
import { patchPodSpec } from './pod-spec-patch.ts';

const decorators: readonly Decorator[] = [
  withMetadata, // name, labels, annotations, owner, finalizer
  withMainContainers, // the user's containers, or the executor itself
  withScript, // the script as a file and last argument
  withInputArtifacts, // main sees what init loads
  withUserInitContainers, // before main
  withSidecars, // beside main
  withInitContainer, // first: copies the emissary, loads artifacts
  withWaitContainer, // beside main: collects outputs
  withArtifactPlugins, // drivers of artifacts that come in images of their own
  withSharedVolume, // where emissary and executor meet
  withEnvironment, // ARGO_* in every container
  withExecutorToken, // a token of the executor's own
  withUserVolumes, // what is mounted must exist
  withScheduling, // where it runs
  withSecurity, // as whom it runs
  withDeadline, // how long it may run
];

/** The pod that runs a template, complete; a message when the template cannot become one. Pure: equal inputs give deep-equal pods. */
export function planPod(input: PlanPodInput): PlanPodResult {
  const context = planContext(input);
  const draft = decorate(context);
  if (!draft.ok) return draft;
  // Patches see the containers as the user wrote them, and may change their commands: wrapping comes last (acceptance 4-122).
  const patched = patchPodSpec(assemble(draft), context);
  if (!patched.ok) return patched;
  const wrapped = wrapCommands(patched.spec, context);
  if (!wrapped.ok) return wrapped;
  const unusable = nulByteIn(wrapped.spec);
  if (unusable !== undefined) return { ok: false, message: unusable };
  return {
    ok: true,
    pod: { apiVersion: 'v1', kind: 'Pod', metadata: draft.metadata, spec: wrapped.spec },
    layout: layoutOf(context.needs),
  };
}

function decorate(context: PlanContext): PodDraft | PlanRefusal {
  let draft: PodDraft | PlanRefusal = emptyDraft;
  for (const decorator of decorators) {
    draft = decorator(draft, context);
    if (!draft.ok) return draft;
  }
  return draft;
}

/** No program can be given one: its container would end before the emissary starts, and nobody would tell the executor beside it. */
function nulByteIn({ initContainers = [], containers }: PodSpec): string | undefined {
  const found = [...initContainers, ...containers].find(({ command = [], args = [], env = [] }) =>
    [...command, ...args, ...env.map(({ value = '' }) => value)].some((text) => text.includes('\0')),
  );
  return found && `container ${found.name}: a NUL character in command, args or env cannot be passed to a program`;
}

/** Containers in the order that tools expect: wait, main, sidecars (acceptance 6-003). */
function assemble({ fields, init, executors, mains, sidecars, volumes }: PodDraft): PodSpec {
  return {
    restartPolicy: 'Never',
    ...fields,
    ...(init.length > 0 && { initContainers: init }),
    containers: [...executors, ...mains, ...sidecars],
    ...(volumes.length > 0 && { volumes }),
  };
}
