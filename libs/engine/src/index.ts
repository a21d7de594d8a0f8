export { decide } from './decide.ts';
export type { Action, Decision, LockRef, MetricSample, Notice, RuleTrace } from './decision.ts';
export { agentIdOf, agentPodName, displayNameOf, nodeIdOf, podNameOf } from './nodes/names.ts';
export type {
  ActionFailure,
  AgentFacts,
  BaselineFacts,
  CacheFacts,
  ClaimFacts,
  ConfigMapFacts,
  ContainerFacts,
  ContainerState,
  EnginePolicy,
  LockRequestView,
  LockView,
  NodeId,
  Observation,
  PodFacts,
  PodPhase,
  TaskResultFacts,
  TemplateLookup,
} from './observation.ts';
export type { NodeSelector, OperationResult } from './operations/operation.ts';
export { resubmitWorkflow, type ResubmitOptions } from './operations/resubmit.ts';
export { type RetryOptions, retryWorkflow } from './operations/retry.ts';
export { failSuspended, shutdownWorkflow } from './operations/shutdown.ts';
export { type ResumeOptions, resumeWorkflow, type SetOptions, setNodes, suspendWorkflow } from './operations/suspend.ts';
