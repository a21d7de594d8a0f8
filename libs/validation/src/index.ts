export type { TemplateLookup, ValidationMode } from './context.ts';
export {
  validateClusterWorkflowTemplate,
  validateCronWorkflow,
  type ValidationOptions,
  type ValidationProblem,
  validateWorkflow,
  validateWorkflowTemplate,
} from './validate-workflow.ts';
