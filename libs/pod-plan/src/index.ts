export type { ArtifactDriverPlugin } from './artifact-plugins.ts';
export {
  type Archive,
  archiveOf,
  hasLocation,
  keyInRepository,
  keyOf,
  keyFieldOf,
  kindOf,
  locate,
  type PlacedArtifact,
  placeOutput,
  type Repository,
  type RepositoryKind,
  repositoryOf,
  withKey,
} from './artifact-location.ts';
export type { AgentPlan, CapturePlan, DeletePlan, ExecutorPlan, LoadPlan, ParameterPlan, ResourcePlan, SavePlan } from './executor-plan.ts';
export { type ExecutorPlugin, executorPlugin, pluginAddress, pluginProblem } from './executor-plugin.ts';
export { inputFolder, scriptFolder, secretFolder, sharedPath } from './paths.ts';
export { certificateFolder, planAgent, type PlanAgentInput } from './plan-agent.ts';
export { planArtifactGc, type PlanArtifactGcInput, podHashLabel } from './plan-artifact-gc.ts';
export { planPod } from './plan-pod.ts';
export type { PlanPodInput, PlanPodResult, PlanRefusal, PodLayout, PodPlan, PodPolicy } from './pod-plan.ts';
export {
  decodeReport,
  type DecodedReport,
  type DeletionReport,
  encodeReport,
  type EncodeReportOptions,
  type ExecutorReport,
  maxTerminationMessage,
  mergeReports,
} from './report.ts';
export { strategicMerge } from './strategic-merge.ts';
