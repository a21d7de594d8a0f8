import { nearest, type Workflow, type WorkflowSpec } from '@argosy/api';
import { CliFailure } from '../failure.ts';
import type { GivenParameter } from '@argosy/submission';

/**
 * Refuses a parameter that nothing in the workflow knows or uses: in practice a typing error, which would otherwise run
 * the workflow with the value it had before.
 */
export function requireKnownParameters(workflow: Workflow, template: WorkflowSpec | undefined, given: readonly GivenParameter[]): void {
  if (given.length === 0) return;
  const known = knownParameters(workflow.spec, template);
  if (known === 'any') return;
  for (const { name } of given) {
    if (known.has(name)) continue;
    const close = nearest(name, known);
    const names = [...known].sort().join(', ') || 'none';
    throw new CliFailure(`unknown parameter "${name}"`, {
      hint: close ? `did you mean "${close}"? (parameters of the workflow: ${names})` : `parameters of the workflow: ${names}`,
    });
  }
}

const USE = /workflow\.parameters(?:\.([\w-]+)|\[\s*\\?['"]([^'"\\]+)\\?['"]\s*\])?/g;

/** Declared names and names in tags; `any` where the workflow takes its parameters as a whole. */
function knownParameters(spec: WorkflowSpec, template: WorkflowSpec | undefined): ReadonlySet<string> | 'any' {
  const specs = template ? [spec, template] : [spec];
  const declared = specs.flatMap((one) => one.arguments?.parameters ?? []).map(({ name }) => name);
  const used = specs.flatMap((one) => [...JSON.stringify(one).matchAll(USE)]).map(([, dotted, indexed]) => dotted ?? indexed);
  if (used.includes(undefined) || used.includes('json')) return 'any';
  return new Set([...declared, ...used.filter((name) => name !== undefined)]);
}
