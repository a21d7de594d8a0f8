import fs from 'node:fs';
import type { Workflow } from '@argosy/api';
import { matchesNodeSelector, parseNodeSelector } from '@argosy/graph';
import { expect, test } from 'vitest';
import { painter } from './colours.ts';
import { workflowText } from './workflow-text.ts';
import type { WorkflowTextStyle } from './workflow-tree.ts';

interface Printed {
  readonly title: string;
  readonly now: string;
  readonly workflow: Workflow;
}

const VARIANTS: Readonly<Record<string, Partial<WorkflowTextStyle>>> = {
  default: {},
  wide: { format: 'wide' },
  short: { format: 'short' },
  ascii: { utf8: false },
  failed: { shows: (node) => matchesNodeSelector(parseNodeSelector('phase=Failed') as [], node) },
};

const folder = new URL('testdata/', import.meta.url);
const goldens = fs
  .readdirSync(folder)
  .filter((file) => file.endsWith('.txt'))
  .map((file) => file.replace('.txt', ''));

test.each(goldens)('%s prints as recorded', async (golden) => {
  const [name, variant] = golden.split('.') as [string, string];
  const { workflow, now } = JSON.parse(fs.readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Printed;
  const text = workflowText(workflow, {
    format: 'default',
    utf8: true,
    paint: painter(false),
    now: Date.parse(now),
    zone: () => 480,
    ...VARIANTS[variant],
  });
  await expect(text).toMatchFileSnapshot(`testdata/${golden}.txt`);
});

test('colours are the only difference between a terminal and a file', () => {
  const { workflow, now } = JSON.parse(fs.readFileSync(new URL('retry-dag-exit.json', folder), 'utf8')) as Printed;
  const style = { format: 'default', utf8: true, now: Date.parse(now) } as const;
  const coloured = workflowText(workflow, { ...style, paint: painter(true) });
  expect(coloured).toContain(`${String.fromCodePoint(27)}[31m✖`);
  expect(coloured.replaceAll(new RegExp(`${String.fromCodePoint(27)}\\[\\d+m`, 'g'), '')).toBe(
    workflowText(workflow, { ...style, paint: painter(false) }),
  );
});
