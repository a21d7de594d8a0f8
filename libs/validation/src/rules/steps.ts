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
  const name = `templates.${template.name ?? ''}`;
  for (const [index, steps] of (template.steps ?? []).entries())
    checkStepGroup(context, steps, { scope, known, seen, at: [...at, 'steps', index], prefix: `${name}.steps[${index}]` });
  if (template.outputs) within(`${name}.outputs`, () => requireResolvable(template.outputs, known, [...at, 'outputs']));
}

interface StepGroup {
  readonly scope: TemplateScope;
  /** Grows by what the group's steps give. */
  readonly known: KnownNames;
  readonly seen: Set<string>;
  readonly at: Place;
  readonly prefix: string;
}

/** Steps of one group do not see one another; their hooks see all of them. */
function checkStepGroup(context: Context, steps: readonly WorkflowStep[], { scope, known, seen, at, prefix }: StepGroup): void {
  const templates = steps.map((step, index) => {
    const place = [...at, index];
    checkStepName(step, prefix, { seen, place });
    const name = `${prefix}.${step.name ?? ''}`;
    return within(name, () => checkStep(context, step, { scope, known, at: place, prefix: `${name}.arguments.` }));
  });
  for (const [index, step] of steps.entries())
    addNodeNames(known, `steps.${step.name ?? ''}`, { template: templates[index], looped: isLoop(step) });
  for (const [index, step] of steps.entries())
    checkHooks(context, step, { scope, prefix: `${prefix}.${step.name ?? ''}`, at: [...at, index] });
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
