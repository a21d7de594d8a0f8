import type { CronWorkflow, Workflow, WorkflowTemplate } from '@argosy/api';
import {
  validateClusterWorkflowTemplate,
  validateCronWorkflow,
  type ValidationOptions,
  type ValidationProblem,
  validateWorkflow,
  validateWorkflowTemplate,
} from '@argosy/validation';

type Check = (object: unknown, options: ValidationOptions) => ValidationProblem[];

const CHECKS: Readonly<Record<string, Check>> = {
  Workflow: (object, options) => validateWorkflow(object as Workflow, options),
  WorkflowTemplate: (object, options) => validateWorkflowTemplate(object as WorkflowTemplate, options),
  ClusterWorkflowTemplate: (object, options) => validateClusterWorkflowTemplate(object as WorkflowTemplate, options),
  CronWorkflow: (object, options) => validateCronWorkflow(object as CronWorkflow, options),
};

/** Validates an object as the controller would; kinds without rules have no problems. */
export function checkObject(kind: string, object: unknown, options: ValidationOptions): ValidationProblem[] {
  return CHECKS[kind]?.(withSpec(object), options) ?? [];
}

/** The rules look into the spec; a document without one is reported for what is missing in it. */
function withSpec(object: unknown): unknown {
  const { metadata = {}, spec = {} } = object as { readonly metadata?: unknown; readonly spec?: unknown };
  return { ...(object as object), metadata, spec };
}
