import type { WorkflowStep } from '@argosy/api';
import type { TemplateScope } from '@argosy/templates';
import type { Context } from '../context.ts';
import { Failure, type Place } from '../failure.ts';
import type { KnownNames } from './variables.ts';

/** Hooks name a template, and all but `exit` an expression (acceptance 12-007). */
export function checkHooks(
  context: Context,
  { name = '', hooks, onExit }: WorkflowStep,
  { scope, at }: { readonly scope: TemplateScope; readonly names: KnownNames; readonly at: Place },
): void {
  for (const [hook, { expression, ...holder }] of Object.entries(hooks ?? {})) {
    if (hook !== 'exit' && !expression) throw new Failure(`${name}.hooks.${hook} Expression required`, [...at, 'hooks', hook]);
    context.checkHolder(context, holder, { scope, args: holder.arguments ?? context.spec.arguments ?? {}, at: [...at, 'hooks', hook] });
  }
  if (onExit) context.checkHolder(context, { template: onExit }, { scope, args: context.spec.arguments ?? {}, at: [...at, 'onExit'] });
}
