import type { NodeStatus, NodeType, Template } from '@argosy/api';
import { formatTemplateScope } from '@argosy/templates';
import type { Draft } from '../draft.ts';
import type { Execution, ExecuteRequest } from './request.ts';

/** What every node that runs a template carries: where the template came from, and the inputs. */
export function executableNode(
  draft: Draft,
  { request, nodeName, resolved, template, boundaryID, nodeFlag }: Execution,
  { type, phase }: { readonly type: NodeType; readonly phase: NodeStatus['phase'] & string },
): NodeStatus {
  if (resolved.storeAs) draft.store(resolved.storeAs, resolved.template);
  const displayName = template.annotations?.['workflows.argoproj.io/display-name'];
  return draft.create({
    name: nodeName,
    type,
    phase,
    boundaryID,
    extra: {
      ...templateFields(request),
      ...(displayName && { displayName }),
      ...(nodeFlag && { nodeFlag }),
      ...(hasInputs(template) && { inputs: template.inputs }),
    },
  });
}

export function templateFields({ holder, templateScope }: ExecuteRequest): Partial<NodeStatus> {
  return {
    ...(holder.templateRef
      ? { templateRef: holder.templateRef }
      : holder.template && !holder.inline
        ? { templateName: holder.template }
        : {}),
    templateScope: formatTemplateScope(templateScope),
  };
}

/** Why the name that a template gives to its nodes cannot be used; undefined where it can (acceptance 13-021). */
export function displayNameProblem({ annotations }: Template): string | undefined {
  const name = annotations?.['workflows.argoproj.io/display-name'];
  if (!name || displayNames.test(name)) return undefined;
  return `displayName must match the regex ${displayNames.source}: ${name}`;
}

const displayNames = /^[a-zA-Z0-9][a-zA-Z0-9-.]{0,61}[a-zA-Z0-9]$/;

function hasInputs({ inputs }: Template): boolean {
  return (inputs?.parameters?.length ?? 0) > 0 || (inputs?.artifacts?.length ?? 0) > 0;
}

type FailedRequest = Pick<ExecuteRequest, 'nodeName' | 'boundaryID' | 'holder' | 'templateScope' | 'nodeFlag'>;

/** A template that cannot be carried out: its node is an Error, and who called it says so (acceptance 4-007, 4-019, 13-166). */
export function failToStart(draft: Draft, request: FailedRequest, message: string): NodeStatus {
  draft.failedToStart.add(request.nodeName);
  return errorNode(draft, request, message);
}

/** An Error with the reason: the existing node, or a new one of type Skipped (acceptance 13-033). */
export function errorNode(draft: Draft, request: FailedRequest, message: string): NodeStatus {
  const existing = draft.nodeByName(request.nodeName);
  draft.urgent = true;
  if (existing) return draft.finish(existing.id, 'Error', message);
  return draft.create({
    name: request.nodeName,
    type: 'Skipped',
    phase: 'Error',
    boundaryID: request.boundaryID,
    message,
    extra: { ...templateFields(request as ExecuteRequest), ...(request.nodeFlag && { nodeFlag: request.nodeFlag }) },
  });
}
