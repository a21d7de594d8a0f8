import { expect, test } from 'vitest';
import { matchesNodeSelector, parseNodeSelector } from './node-selector.ts';

const node = {
  id: 'wf-1',
  name: 'wf[0].a',
  displayName: 'a',
  type: 'Pod' as const,
  templateName: 'echo',
  phase: 'Failed' as const,
  templateRef: { name: 'lib', template: 'echo' },
  inputs: { parameters: [{ name: 'tag', value: 'x,y' }] },
};

test.each([
  ['', true],
  ['displayName=a', true],
  ['displayName==a', true],
  ['displayName!=a', false],
  ['displayName=a,phase=Failed', true],
  ['displayName=a,phase=Succeeded', false],
  ['name=wf[0].a', true],
  ['templateRef.name=lib', true],
  [String.raw`inputs.parameters.tag.value=x\,y`, true],
  ['inputs.parameters.other.value=x', false],
  ['inputs.parameters.other.value!=x', true],
  ['unknown=x', false],
])('%s matches: %s', (text, matches) => {
  const selector = parseNodeSelector(text);
  expect('error' in selector ? selector.error : matchesNodeSelector(selector, node)).toBe(matches);
});

test('a term without an operator is an error, since it would otherwise match every node', () => {
  expect(parseNodeSelector('displayName')).toEqual({ error: "invalid selector: 'displayName'; can't understand 'displayName'" });
});
