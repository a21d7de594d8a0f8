export type { Action, Decision, LockRef, Notice, RuleTrace } from './decision.ts';
export type * from './observation.ts';
export { decide } from './decide.ts';
