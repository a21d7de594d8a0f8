import { type ClusterWorkflowTemplate, decode, formatPath, type WorkflowTemplate } from '@argosy/api';
import type { TemplateLookup } from './context.ts';
import { Failure } from './failure.ts';

/** Fields hold what their type says. An API server with reduced definitions lets anything in. */
export function requireWellFormed(kind: string, value: object): void {
  const [problem] = decode(kind, value, { syntax: 'json' }).problems.filter(({ severity }) => severity === 'error');
  if (problem) throw new Failure(`cannot unmarshal ${formatPath(problem.at)}: ${problem.message}`, problem.at, problem.hint);
}

/** Templates as they are looked up, refused when they are not well-formed. */
export function wellFormedTemplates(templates: TemplateLookup): TemplateLookup {
  const seen = new Map<string, ReturnType<TemplateLookup['workflowTemplate']>>();
  const find = (kind: string, name: string, found: ReturnType<TemplateLookup['workflowTemplate']>): typeof found => {
    const key = `${kind}/${name}`;
    if (found === undefined || seen.has(key)) return found;
    try {
      requireWellFormed(kind, found satisfies Partial<WorkflowTemplate | ClusterWorkflowTemplate>);
    } catch (error) {
      if (error instanceof Failure) throw new Failure(`${kind} ${name}: ${error.message}`, [], error.hint);
      throw error;
    }
    seen.set(key, found);
    return found;
  };
  return {
    workflowTemplate: (name) => find('WorkflowTemplate', name, templates.workflowTemplate(name)),
    clusterWorkflowTemplate: (name) => find('ClusterWorkflowTemplate', name, templates.clusterWorkflowTemplate(name)),
  };
}
