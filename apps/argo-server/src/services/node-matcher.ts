import type { NodeSelector } from '@argosy/engine';
import { matchesNodeSelector, parseNodeSelector } from '@argosy/graph';
import { invalid } from '../api/failure.ts';

/** A selector of nodes; `undefined` where none was given. */
export function nodeMatcher(text: string): NodeSelector | undefined {
  if (text === '') return undefined;
  const selector = parseNodeSelector(text);
  if ('error' in selector) throw invalid(`unable to parse node field selector '${text}': ${selector.error}`);
  return (node) => matchesNodeSelector(selector, node);
}
