import type { Artifact, ArtifactLocation, Data, Parameter, ResourceTemplate } from '@argosy/api';
import { hasLocation, kindOf, locate, type PlacedArtifact, placeOutput } from './artifact-location.ts';
import type { PlanContext } from './draft.ts';
import { withoutFields } from './fields.ts';
import { mirrorOf, userMounts } from './mounts.ts';
import { isExecutor, suppliedInputs } from './needs.ts';
import { inputFolder, mirrorFolder, sharedPath } from './paths.ts';
import type { PlanRefusal } from './pod-plan.ts';

/** Everything an executor container does, decided by the controller: it reads no template (env ARGO_EXECUTOR_PLAN, JSON). */
export interface ExecutorPlan {
  readonly node: { readonly id: string; readonly name: string };
  readonly workflow: { readonly name: string; readonly namespace: string; readonly uid: string };
  /** init: what to load before the containers start. */
  readonly load?: readonly LoadPlan[];
  /** init: a script too large for an annotation. */
  readonly script?: string;
  /** wait: what to collect after they have ended. */
  readonly capture?: CapturePlan;
  /** main of a resource template. */
  readonly resource?: ResourcePlan;
  /** init and main of the agent: the plugins beside it. */
  readonly agent?: AgentPlan;
  /** main of a data template: its source is located. */
  readonly data?: Data;
  /** Seconds that artifact plugins may take until they answer, by name; absent: the driver's own. */
  readonly pluginTimeouts?: Readonly<Record<string, number>>;
  /** main of a pod that deletes artifacts. */
  readonly delete?: DeletePlan;
}

export interface DeletePlan {
  /** Where artifacts are, their keys aside. */
  readonly locations: readonly ArtifactLocation[];
  /** Each artifact: index of its location, and its key. Reports count artifacts in this order. */
  readonly keys: readonly (readonly [location: number, key: string])[];
}

export interface AgentPlan {
  readonly plugins: readonly { readonly name: string; readonly address: string }[];
}

export interface LoadPlan {
  readonly artifact: Artifact;
  /** Path in the init container. */
  readonly to: string;
}

export interface CapturePlan {
  /** Containers whose end is the end of the step. */
  readonly mains: readonly string[];
  /** File with the standard output that becomes outputs.result. */
  readonly resultFile?: string;
  readonly parameters: readonly ParameterPlan[];
  readonly artifacts: readonly SavePlan[];
  readonly logs: readonly SavePlan[];
  readonly progressFile?: string;
}

export interface ParameterPlan {
  /** The parameter as it is reported, its value aside. */
  readonly declared: Parameter;
  /** Path in the wait container; absent: the value is `value`. */
  readonly file?: string;
  readonly value?: string;
}

export interface SavePlan extends PlacedArtifact {
  /** Path in the wait container. */
  readonly from: string;
}

export interface ResourcePlan {
  readonly template: ResourceTemplate;
  readonly parameters: readonly Parameter[];
  /** File with the manifest, where an artifact holds it. */
  readonly manifestFile?: string;
}

/** Name of the artifact that holds a resource template's manifest. */
const manifestName = 'resource-manifest';

/** What init loads, and where to: the folder that main mounts from, or main's own volume (acceptance 5-027). */
export function loadPlan({
  template,
  repository,
  policy,
}: PlanContext): { readonly ok: true; readonly load: readonly LoadPlan[] } | PlanRefusal {
  const mounts = userMounts(template, policy.mainContainer);
  const manifest = template.resource?.manifestFrom?.artifact;
  const load: LoadPlan[] = [];
  for (const artifact of [...suppliedInputs(template), ...(manifest ? [{ ...manifest, name: manifestName, path: '' }] : [])]) {
    const { path = '', name } = artifact;
    const located = locate(artifact, repository);
    if (kindOf(located) === undefined) return { ok: false, message: `required artifact '${name}' not supplied` };
    if (!hasLocation(located)) return { ok: false, message: withoutPlace('input', artifact) };
    load.push({ artifact: located, to: mirrorOf(path, mounts).length > 0 ? `${mirrorFolder}${path}` : `${inputFolder}/${name}` });
  }
  return { ok: true, load };
}

/** What wait collects; outputs without any place to go are refused. */
export function capturePlan(context: PlanContext): { readonly ok: true; readonly plan: CapturePlan } | PlanRefusal {
  const { template, needs } = context;
  const artifacts: SavePlan[] = [];
  for (const artifact of template.outputs?.artifacts ?? []) {
    const placed = placeOutput(artifact, context.archive);
    if (!placed) return { ok: false, message: withoutPlace('output', artifact) };
    artifacts.push({ ...placed, from: sourceOf(context, artifact.path ?? '') });
  }
  const plan: CapturePlan = {
    mains: mainNames(context),
    ...(needs.result && { resultFile: `${sharedPath}/ctr/main/stdout` }),
    parameters: isExecutor(template) ? [] : parameterPlans(context),
    artifacts,
    logs: needs.logs ? logPlans(context) : [],
    ...(needs.progress && { progressFile: `${sharedPath}/progress` }),
  };
  return { ok: true, plan };
}

/** The plan of a main container that is the executor itself. */
export function mainPlan({ node, workflow, template, repository }: PlanContext): ExecutorPlan {
  const { resource, data, outputs } = template;
  const source = data?.source.artifactPaths;
  const manifest = resource?.manifestFrom && { manifestFile: `${inputFolder}/${manifestName}` };
  return {
    ...identityPlan({ node, workflow }),
    ...(resource && { resource: { template: resource, parameters: outputs?.parameters ?? [], ...manifest } }),
    ...(data && { data: source ? { ...data, source: { artifactPaths: locate(source, repository) } } : data }),
  };
}

/** Whom an executor container works for. */
export function identityPlan({ node, workflow }: Pick<PlanContext, 'node' | 'workflow'>): ExecutorPlan {
  const { name = '', namespace = '', uid = '' } = workflow.metadata;
  return { node: { id: node.id, name: node.name }, workflow: { name, namespace, uid } };
}

/** Paths that the emissary saves out of the main container: those that lie on no volume that wait can mount (acceptance 6-025). */
export function savedPaths(context: PlanContext): readonly string[] {
  const { template } = context;
  if (isExecutor(template)) return [];
  const paths = [
    ...(template.outputs?.parameters ?? []).map(({ valueFrom }) => valueFrom?.path),
    ...(template.outputs?.artifacts ?? []).map(({ path }) => path),
  ];
  return [...new Set(paths)].filter((path) => path !== undefined && !isMirrored(context, path)) as string[];
}

/** Names of the containers whose end is the end of the pod. */
export function mainNames({ template }: Pick<PlanContext, 'template'>): readonly string[] {
  return template.containerSet?.containers.map(({ name }) => name) ?? ['main'];
}

function parameterPlans(context: PlanContext): ParameterPlan[] {
  return (context.template.outputs?.parameters ?? []).map(({ value, ...declared }) => {
    const { path, default: fallback } = declared.valueFrom ?? {};
    const known = value ?? (path === undefined ? fallback : undefined);
    return { declared, ...(path !== undefined && { file: sourceOf(context, path) }), ...(known !== undefined && { value: known }) };
  });
}

function logPlans(context: PlanContext): SavePlan[] {
  const plans: SavePlan[] = [];
  for (const name of mainNames(context)) {
    const placed = placeOutput({ name: `${name}-logs`, archive: { none: {} } }, context.archive, `${name}.log`);
    if (!placed) continue;
    plans.push({
      located: placed.located,
      reported: withoutFields(placed.reported, ['archive']),
      from: `${sharedPath}/ctr/${name}/combined`,
    });
  }
  return plans;
}

function sourceOf(context: PlanContext, path: string): string {
  return isMirrored(context, path) ? `${mirrorFolder}${path}` : `${sharedPath}/outputs${path.startsWith('/') ? '' : '/'}${path}`;
}

function isMirrored({ template, policy }: PlanContext, path: string): boolean {
  return mirrorOf(path, userMounts(template, policy.mainContainer)).length > 0;
}

function withoutPlace(direction: 'input' | 'output', { name }: Artifact): string {
  return `${direction} artifact "${name}" has no complete location and no artifact repository is configured that completes it: configure artifactRepository in the workflow-controller-configmap, or give the artifact a location`;
}
