import type { Arguments, NodeFlag, Template } from '@argosy/api';
import type { Scope } from '@argosy/expressions';
import type { ResolvedTemplate, TemplateHolder, TemplateScope } from '@argosy/templates';
import type { NodeId } from '../observation.ts';

/** One template that should run as one node. */
export interface ExecuteRequest {
  readonly nodeName: string;
  readonly holder: TemplateHolder;
  /** Where the holder's names are looked up. */
  readonly templateScope: TemplateScope;
  /** Arguments with all tags resolved. */
  readonly args: Arguments;
  readonly boundaryID?: NodeId | undefined;
  /** The template that encloses this one: pods inherit scheduling from it, and it tells whose results are read. */
  readonly boundaryTemplate?: Template | undefined;
  readonly onExit: boolean;
  /** Tags of arguments that count as not given, by parameter: their producer never ran and has no default. */
  readonly absent?: ReadonlyMap<string, string> | undefined;
  readonly nodeFlag?: NodeFlag | undefined;
  /** What the step or task that asks may read itself. */
  readonly callerScope?: (() => Scope) | undefined;
  /** Variables that only this caller knows, for example of the hooked node. */
  readonly scope?: Scope | undefined;
}

/** A request whose template is found and whose inputs are resolved: what a template kind gets to run. */
export interface Execution {
  readonly request: ExecuteRequest;
  readonly nodeName: string;
  readonly resolved: ResolvedTemplate;
  /** With defaults merged, inputs filled in and tags replaced, except in the bodies of steps and dag. */
  readonly template: Template;
  /** Globals, inputs and this node's own variables. */
  readonly scope: Scope;
  readonly boundaryID?: NodeId | undefined;
  readonly nodeFlag?: NodeFlag | undefined;
  /** Hosts of failed attempts that the pod should avoid. */
  readonly failedHosts: readonly string[];
  /** No attempt may run past this time (retryStrategy.backoff.maxDuration). */
  readonly attemptDeadline?: number | undefined;
}
