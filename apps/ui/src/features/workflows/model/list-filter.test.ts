import { describe, expect, test } from 'vitest';
import { chipsOf, filterOf, filterPatch, listOptionsOf, withTyped } from './list-filter.ts';

const NOW = Date.UTC(2026, 10, 27, 12);
const search = (text: string): URLSearchParams => new URLSearchParams(text);

function address(patch: ReturnType<typeof filterPatch>): string {
  const next = new URLSearchParams();
  for (const [name, value] of Object.entries(patch))
    for (const one of value === undefined ? [] : [value].flat()) next.append(name, one as string);
  return next.toString();
}

describe('[10-008] the filter of the list', () => {
  test.each([
    'phase=Failed&phase=Error&label=a%3Db&label=c%3Dd&createdAfter=2026-11-01T00%3A00%3A00Z',
    'Prefix=etl-&limit=100&offset=200',
    'NotEquals=x&finishedBefore=2026-11-01T00%3A00%3A00Z',
    '',
  ])('survives the address, several values too: %s', (text) => {
    expect(address(filterPatch(filterOf(search(text))))).toBe(text);
  });

  test('asks the server for every phase and label', () => {
    const filter = filterOf(search('phase=Failed&phase=Error&label=a=b&label=c!=d&Contains=etl&limit=20&offset=40'));
    expect(listOptionsOf(filter)).toEqual({
      listOptions: {
        labelSelector: 'a=b,c!=d,workflows.argoproj.io/phase in (Failed,Error)',
        fieldSelector: 'metadata.name=etl',
        limit: 20,
        continue: '40',
      },
      nameFilter: 'Contains',
    });
  });

  test.each([
    ['phase:failed', { phases: ['Failed'] }],
    ['team=data', { labels: ['team=data'] }],
    ['label:team!=data', { labels: ['team!=data'] }],
    ['template:t cron:c', { labels: ['workflows.argoproj.io/workflow-template=t', 'workflows.argoproj.io/cron-workflow=c'] }],
    ['etl', { name: { kind: 'Contains', text: 'etl' } }],
    ['name^etl-', { name: { kind: 'Prefix', text: 'etl-' } }],
    ['started>2d', { createdAfter: '2026-11-25T12:00:00.000Z' }],
    ['finished<1h', { finishedBefore: '2026-11-27T11:00:00.000Z' }],
    ['phase:nonsense', { name: { kind: 'Contains', text: 'phase:nonsense' } }],
  ])('what is typed as %s', (typed, want) => {
    expect(withTyped(filterOf(search('')), typed, NOW)).toEqual({ phases: [], labels: [], limit: 50, ...want });
  });

  test('a chip takes away what it shows, and nothing else', () => {
    const filter = filterOf(search('phase=Failed&phase=Error&label=a=b&Exact=x&offset=50'));
    expect(chipsOf(filter).map(({ key, value }) => `${key}: ${value}`)).toEqual(['phase: Failed', 'phase: Error', 'a: b', 'name is: x']);
    expect(chipsOf(filter)[0]?.without).toMatchObject({ phases: ['Error'], labels: ['a=b'], name: { text: 'x' } });
    expect(chipsOf(filter)[0]?.without.offset).toBeUndefined();
  });
});
