import type { Sequence, WorkflowStep } from '@argosy/api';
import { addItemKeys } from './loop-items.ts';
import { Failure, type Place } from '../failure.ts';
import { KnownNames } from './variables.ts';
import type { Variables } from './tags.ts';

export function isLoop({ withItems, withParam, withSequence }: WorkflowStep): boolean {
  return withItems !== undefined || (withParam ?? '') !== '' || withSequence !== undefined;
}

/** At most one kind of loop; gives the variables that its items add (acceptance 12-029). */
export function checkLoop(step: WorkflowStep, variables: Variables, at: Place): Variables {
  const { withItems, withParam, withSequence } = step;
  const given = [withItems, withParam || undefined, withSequence].filter((kind) => kind !== undefined);
  if (given.length > 1) throw new Failure('only one of withItems, withParam, withSequence can be specified', at);
  if (given.length === 0) return variables;
  if (withSequence) checkSequence(withSequence, [...at, 'withSequence']);
  const names = new KnownNames(variables).add('item');
  // What a parameter will hold is not known before it runs.
  if (withParam) return names.addPrefix('item.');
  addItemKeys(withItems ?? [], names);
  return names;
}

function checkSequence({ count, end }: Sequence, at: Place): void {
  const bounds = [count, end].filter((bound) => bound !== undefined).length;
  if (bounds === 2) throw new Failure('only one of count or end can be defined in withSequence', at);
  if (bounds === 0) throw new Failure('must have one of count or end in withSequence', at);
}
