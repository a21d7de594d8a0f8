export { placeOutput, relocate, type Repository, repositoryOf } from './artifact-location.ts';
export { planPod, type PlanPodResult } from './plan-pod.ts';
export type { PlanPodInput, PodLayout, PodPlan, PodPolicy } from './pod-plan.ts';
export { decodeReport, encodeReport, type ExecutorReport, maxTerminationMessage } from './report.ts';
export { strategicMerge } from './strategic-merge.ts';
