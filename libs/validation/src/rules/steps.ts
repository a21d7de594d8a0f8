import type { Template, WorkflowStep } from '@argosy/api';
import type { TemplateScope } from '@argosy/templates';
import type { Context } from '../context.ts';
import { Failure, type Place, within } from '../failure.ts';
import { checkDynamicName } from '../names.ts';
import { checkArguments } from './arguments.ts';
import { checkHooks } from './hooks.ts';
import { checkGroup } from './leaf.ts';
import { checkLoop, isLoop } from './loop.ts';
import { requireResolvable } from './tags.ts';
import { addNodeNames, KnownNames } from './variables.ts';

/** Steps see the outputs of the groups before theirs (acceptance 12-028, 12-029). */
export function checkSteps(
  context: Context,
  template: Template,
  { scope, names, at }: { readonly scope: TemplateScope; readonly names: KnownNames; readonly at: Place },
): void {
  checkGroup(template, 'Steps', at);
  const known = new KnownNames(names);
  const seen = new Set<string>();
  for (const [group, steps] of (template.steps ?? []).entries()) {
    const added: { readonly step: WorkflowStep; readonly runs: Template | undefined }[] = [];
    for (const [index, step] of steps.entries()) {
      const place = [...at, 'steps', group, index];
      const prefix = `templates.${template.name ?? ''}.steps[${group}]`;
      checkStepName(step, prefix, { seen, place });
      const runs = within(`${prefix}.${step.name ?? ''}`, () =>
        checkStep(context, step, { scope, known, at: place, prefix: `${prefix}.${step.name ?? ''}.arguments.` }),
      );
      added.push({ step, runs });
    }
    for (const { step, runs } of added) addNodeNames(known, `steps.${step.name ?? ''}`, { template: runs, looped: isLoop(step) });
    for (const [index, step] of steps.entries()) {
      const prefix = `templates.${template.name ?? ''}.steps[${group}].${step.name ?? ''}`;
      checkHooks(context, step, { scope, prefix, at: [...at, 'steps', group, index] });
    }
  }
  if (template.outputs)
    within(`templates.${template.name ?? ''}.outputs`, () => requireResolvable(template.outputs, known, [...at, 'outputs']));
}

function checkStepName(
  { name = '' }: WorkflowStep,
  prefix: string,
  { seen, place }: { readonly seen: Set<string>; readonly place: Place },
): void {
  if (name === '') throw new Failure(`${prefix}.name is required`, place);
  const wrong = checkDynamicName(name);
  if (wrong) throw new Failure(`${prefix}.name: '${name}' is invalid: ${wrong}`, [...place, 'name']);
  if (seen.has(name)) throw new Failure(`${prefix}.name '${name}' is not unique`, [...place, 'name']);
  seen.add(name);
}

interface StepUse {
  readonly scope: TemplateScope;
  readonly known: KnownNames;
  readonly at: Place;
  readonly prefix: string;
}

function checkStep(context: Context, step: WorkflowStep, { scope, known, at, prefix }: StepUse): Template | undefined {
  checkArguments(context, step.arguments, { prefix, at: [...at, 'arguments'], allowEmpty: false });
  const { hooks: _hooks, inline: _inline, withItems, withParam, withSequence, ...body } = step;
  requireResolvable({ withItems, withParam, withSequence }, known, at);
  const names = checkLoop(step, known, at);
  requireResolvable(body, names, at);
  return context.checkHolder(context, step, { scope, args: step.arguments ?? {}, at });
}
