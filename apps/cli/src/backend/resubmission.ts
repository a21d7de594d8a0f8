import { randomInt } from 'node:crypto';
import type { Workflow } from '@argosy/api';
import { resubmitWorkflow } from '@argosy/engine';
import { CliFailure } from '../failure.ts';
import type { ResubmitRequest } from './backend.ts';

/** The workflow that runs an old one again; it is not stored yet. */
export function resubmission(old: Workflow, { memoized, parameters, priority }: ResubmitRequest): Workflow {
  const result = resubmitWorkflow(old, { memoized, parameters: parameterValues(parameters), suffix: randomSuffix() });
  if (!result.ok) throw new CliFailure(result.message);
  return priority === undefined ? result.workflow : { ...result.workflow, spec: { ...result.workflow.spec, priority } };
}

/** Values of parameters by name, out of `name=value`; `undefined` where none is given. */
export function parameterValues(terms: readonly string[]): Readonly<Record<string, string>> | undefined {
  if (terms.length === 0) return undefined;
  return Object.fromEntries(
    terms.map((term) => {
      const split = term.indexOf('=');
      if (split < 0) throw new CliFailure(`expected parameter of the form: NAME=VALUE. Received: ${term}`);
      return [term.slice(0, split), term.slice(split + 1)];
    }),
  );
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

function randomSuffix(): string {
  return Array.from({ length: 5 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}
