import type { WorkflowStep } from '@argosy/api';
import type { TemplateScope } from '@argosy/templates';
import type { Context } from '../context.ts';
import { Failure, type Place } from '../failure.ts';

/** Hooks name a template, and all but `exit` an expression (acceptance 12-007). `prefix`: the step or task that has them. */
export function checkHooks(
  context: Context,
  { hooks, onExit }: WorkflowStep,
  { scope, prefix, at }: { readonly scope: TemplateScope; readonly prefix: string; readonly at: Place },
): void {
  for (const [hook, { expression, ...holder }] of Object.entries(hooks ?? {})) {
    if (hook !== 'exit' && !expression) throw new Failure(`${prefix}.${hook} Expression required`, [...at, 'hooks', hook]);
    context.checkHolder(context, holder, { scope, args: holder.arguments ?? context.spec.arguments ?? {}, at: [...at, 'hooks', hook] });
  }
  if (onExit) context.checkHolder(context, { template: onExit }, { scope, args: context.spec.arguments ?? {}, at: [...at, 'onExit'] });
}
