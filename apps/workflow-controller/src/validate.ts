import type { CronWorkflow, Workflow } from '@argosy/api';
import { type TemplateLookup, validateCronWorkflow, validateWorkflow, type ValidationProblem } from '@argosy/validation';
import type { Settings } from './settings/settings.ts';

/** What the rules of a workflow may look up. */
export interface Surroundings {
  readonly templates: TemplateLookup;
  readonly settings: Settings;
}

/** Why a workflow cannot run; undefined when it can. */
export function problemOfWorkflow(workflow: Workflow, { templates, settings }: Surroundings): string | undefined {
  return first(validateWorkflow(workflow, { templates, mode: 'controller', defaults: settings.workflowDefaults?.spec }));
}

/** Why a cron workflow can never start anything; undefined when it can. */
export function problemOfCron(cron: CronWorkflow, { templates, settings }: Surroundings): string | undefined {
  return first(validateCronWorkflow(cron, { templates, mode: 'controller', defaults: settings.workflowDefaults?.spec }));
}

function first(problems: readonly ValidationProblem[]): string | undefined {
  return problems[0]?.message;
}
