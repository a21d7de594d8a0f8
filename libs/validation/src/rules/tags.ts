import { compileExpression, ExpressionError, parseTags, type TagPart } from '@argosy/expressions';
import { nearest } from '@argosy/api';
import { Failure, type Place } from '../failure.ts';

/** Which variables a place may use. */
export interface Variables {
  has(name: string): boolean;
  names(): Iterable<string>;
}

const strictPrefixes = ['item.', 'steps.', 'inputs.', 'outputs.', 'pod.', 'workflow.', 'tasks.'];
const late = new Set([
  'item',
  'retries',
  'lastRetry.exitCode',
  'lastRetry.status',
  'lastRetry.duration',
  'lastRetry.message',
  'workflow.status',
  'node.name',
  'steps.name',
  'tasks.name',
]);

/** Every tag of a value must name a known variable (acceptance 12-017). The first that does not is told with its place. */
export function requireResolvable(value: unknown, variables: Variables, at: Place): void {
  if (typeof value === 'string') {
    if (value.includes('{{')) for (const part of parseTags(value)) requirePart(part, variables, at);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    if (key.includes('{{')) requireResolvable(key, variables, at);
    requireResolvable(item, variables, [...at, Array.isArray(value) ? Number(key) : key]);
  }
}

/** What a tag is put together from must be known; the whole is known when it runs. */
function requirePart(part: TagPart, variables: Variables, at: Place): void {
  if (part.kind === 'name') requireName(part, variables, at);
  else if (part.kind === 'expression') requireExpression(part.expression, at);
  else if (part.kind === 'nested') for (const inner of part.parts) requirePart(inner, variables, at);
}

function requireName({ name, source }: { readonly name: string; readonly source: string }, variables: Variables, at: Place): void {
  if (late.has(name) || variables.has(name) || !strictPrefixes.some((prefix) => name.startsWith(prefix)) || name.includes('{{')) return;
  if (name.startsWith('workflow.creationTimestamp') || name.startsWith('workflow.scheduledTime')) return;
  const meant = nearest(name, variables.names());
  throw new Failure(`failed to resolve ${source}`, at, meant && `did you mean {{${meant}}}?`);
}

function requireExpression(source: string, at: Place): void {
  try {
    compileExpression(source);
  } catch (error) {
    if (error instanceof ExpressionError) throw new Failure(`failed to parse expression {{=${source}}}: ${error.message}`, at);
    throw error;
  }
}
