export type { PlanPodInput, PodLayout, PodPlan, PodPolicy } from './pod-plan.ts';
