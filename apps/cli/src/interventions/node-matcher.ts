import type { NodeSelector } from '@argosy/engine';
import { matchesNodeSelector, parseNodeSelector } from '@argosy/graph';
import { CliFailure } from '../failure.ts';
import { type FlagSpec, text } from '../flags.ts';

export function nodeSelectorFlag(about: string): FlagSpec {
  return text('--node-field-selector <selector>', about);
}

/** Reads a selector of nodes; `undefined` where none was given, which means all. */
export function nodeMatcher(selectorText: string): NodeSelector | undefined {
  if (selectorText === '') return undefined;
  const selector = parseNodeSelector(selectorText);
  if ('error' in selector) throw new CliFailure(`unable to parse node field selector '${selectorText}': ${selector.error}`);
  return (node) => matchesNodeSelector(selector, node);
}

/** The selector as it was given, once it is known that it can be read. */
export function checkedSelector(selectorText: string): string {
  nodeMatcher(selectorText);
  return selectorText;
}
