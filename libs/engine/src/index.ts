export { decide } from './decide.ts';
export type { Action, Decision, LockRef, Notice, RuleTrace } from './decision.ts';
export { displayNameOf, nodeIdOf, podNameOf } from './nodes/names.ts';
export type {
  ActionFailure,
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
