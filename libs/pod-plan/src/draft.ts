import type { Container, ObjectMeta, PodSpec, Volume, WorkflowSpec } from '@argosy/api';
import { Scope, substitute } from '@argosy/expressions';
import { type Archive, archiveOf, type Repository, repositoryOf } from './artifact-location.ts';
import { type Needs, needsOf } from './needs.ts';
import { repositoryFolder } from './paths.ts';
import type { PlanPodInput, PlanRefusal } from './pod-plan.ts';

/** A pod in the making. */
export interface PodDraft {
  readonly ok: true;
  readonly metadata: ObjectMeta;
  /** Fields of the spec other than containers and volumes. */
  readonly fields: Partial<PodSpec>;
  readonly init: readonly Container[];
  readonly executors: readonly Container[];
  readonly mains: readonly Container[];
  readonly sidecars: readonly Container[];
  /** Volumes of the executor's own; those of the user are looked up by name at the end. */
  readonly volumes: readonly Volume[];
}

/** One aspect of a pod. */
export type Decorator = (draft: PodDraft, context: PlanContext) => PodDraft | PlanRefusal;

/** What decorators read: the input, and what several of them would work out again. */
export interface PlanContext extends PlanPodInput {
  readonly needs: Needs;
  readonly repository: Repository | undefined;
  /** Where outputs without a place of their own go. */
  readonly archive: Archive | undefined;
  /** The workflow's variables, the pod's name and the template's inputs. */
  readonly scope: Scope;
}

export const emptyDraft: PodDraft = { ok: true, metadata: {}, fields: {}, init: [], executors: [], mains: [], sidecars: [], volumes: [] };

/** Prepares what the decorators share. */
export function planContext(input: PlanPodInput): PlanContext {
  const scope = scopeOf(input);
  const repository = asMounted(repositoryOf(input.artifactRepository));
  const archive = archiveOf(
    input.template.archiveLocation,
    repository,
    (format) => substitute(format, { scope, input: { now: input.now, seed: '' } }).value,
  );
  return { ...input, spec: withPodFields(input.spec, { scope, now: input.now }), needs: needsOf(input), repository, archive, scope };
}

/** Containers of any user must reach it, so it is not mounted where it lies: folders above may be closed to them. */
function asMounted(repository: Repository | undefined): Repository | undefined {
  const { path } = repository?.fields ?? {};
  if (repository?.kind !== 'local' || typeof path !== 'string') return repository;
  return { ...repository, hostPath: path, fields: { ...repository.fields, path: repositoryFolder } };
}

/** Fields of the workflow that every pod takes over; they may hold variables of the workflow and of the pod. */
const podFields = [
  'podMetadata',
  'nodeSelector',
  'affinity',
  'tolerations',
  'schedulerName',
  'serviceAccountName',
  'hostAliases',
  'dnsConfig',
  'securityContext',
  'imagePullSecrets',
] as const;

function withPodFields(spec: WorkflowSpec, { scope, now }: { readonly scope: Scope; readonly now: number }): WorkflowSpec {
  const fields = Object.fromEntries(podFields.filter((field) => spec[field] !== undefined).map((field) => [field, spec[field]]));
  return { ...spec, ...substitute(fields, { scope, input: { now, seed: '' } }).value };
}

function scopeOf({ globals, workflow, podName, template }: PlanPodInput): Scope {
  const { name = '', namespace = '', uid = '' } = workflow.metadata;
  const known: (readonly [string, string])[] = [
    ['pod.name', podName],
    ...(globals
      ? []
      : ([
          ['workflow.name', name],
          ['workflow.namespace', namespace],
          ['workflow.uid', uid],
        ] as const)),
    ...(template.inputs?.parameters ?? []).map((parameter) => [`inputs.parameters.${parameter.name}`, parameter.value ?? ''] as const),
  ];
  return new Scope(globals, known);
}
