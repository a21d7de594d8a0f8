import { expect, test } from 'vitest';
import { holds, parseCondition, requirementText } from './conditions.ts';

const job = {
  status: { succeeded: 3, phase: 'Running', ready: true, conditions: [{ type: 'Ready', 'a.b': 'x' }] },
  metadata: { labels: { 'app.kubernetes.io/name': 'web' } },
};

test.each<[string, boolean]>([
  ['status.succeeded > 2', true],
  ['status.succeeded>3', false],
  ['status.succeeded < 4', true],
  ['status.phase = Running', true],
  ['status.phase == Failed', false],
  ['status.phase != Failed', true],
  ['status.phase in (Running, Succeeded)', true],
  ['status.phase notin (Running,Succeeded)', false],
  ['status.ready == true', true],
  ['status.conditions.0.type == Ready', true],
  [String.raw`status.conditions.0.a\.b == x`, true],
  ['status.conditions.# > 0', true],
  [String.raw`metadata.labels.app\.kubernetes\.io/name == web`, true],
  ['status.nothing', false],
  ['!status.nothing', true],
  ['status.phase', true],
  ['status.nothing > 0', false],
  ['status.nothing != x', true],
  ['status.phase > 0', false],
  ['status.succeeded > 2, status.phase in (Running, Succeeded)', true],
  ['status.succeeded > 2,status.phase == Failed', false],
])('%s is %s', (text, want) => {
  expect(parseCondition(text).every((requirement) => holds(requirement, job))).toBe(want);
});

test.each(['a b c', 'a = b = c', '= x', 'a in x'])('%s cannot be read', (text) => {
  expect(() => parseCondition(text)).toThrow(`cannot read the condition "${text}"`);
});

test('nothing is asked for by an empty text', () => {
  expect(parseCondition('')).toEqual([]);
});

test('requirements are shown as they are written', () => {
  expect(parseCondition('a>1,b in (x, y),!c,d,e=f').map(requirementText)).toEqual(['a>1', 'b in (x,y)', '!c', 'd', 'e==f']);
});
