import { expect, test } from 'vitest';
import { defineCommand, type Invocation } from './command.ts';
import { many, text as textFlag, toggle, toggleOn } from './flags.ts';
import { verbHelp } from './help.ts';
import { parseArguments } from './parse-arguments.ts';
import type { Verb } from './verbs.ts';

const module = defineCommand<Invocation>({
  usage: 'FILE...',
  about: 'Does it.',
  examples: [{ about: 'Once', command: 'argo try a.yaml' }],
  flags: [
    textFlag('-o, --output <format>', 'format', ['name', 'json']),
    many('-p, --parameter <name=value>', 'value'),
    toggle('--dry-run', 'no change'),
    toggleOn('--strict', 'strictly'),
    textFlag('-l, --selector <labels>', 'labels'),
    textFlag('--kubeconfig <file>', 'written, not read'),
  ],
  parse: (invocation) => invocation,
  run: async () => 0,
});
const verb: Verb = { path: ['try'], group: 'Other', summary: 'try it', load: async () => module };

interface Wanted {
  readonly args?: readonly string[];
  readonly output?: string;
  readonly parameters?: readonly string[];
  readonly dryRun?: boolean;
  readonly strict?: boolean;
  readonly selector?: string;
  readonly namespace?: string;
}

const cases: readonly { readonly argv: readonly string[]; readonly want: Wanted }[] = [
  { argv: ['a', 'b'], want: { args: ['a', 'b'] } },
  { argv: ['a', '-o', 'json'], want: { args: ['a'], output: 'json' } },
  { argv: ['-o=json'], want: { output: 'json' } },
  { argv: ['-ojson'], want: { output: 'json' } },
  { argv: ['--output=name', '-n', 'ns'], want: { output: 'name', namespace: 'ns' } },
  { argv: ['-p', 'a=1', '-p', 'b=x=y', '--parameter=c=-1'], want: { parameters: ['a=1', 'b=x=y', 'c=-1'] } },
  { argv: ['--dry-run=true', '--strict=false'], want: { dryRun: true, strict: false } },
  { argv: ['--dry-run=false'], want: { dryRun: false } },
  { argv: ['-l client=importantclient'], want: { selector: ' client=importantclient' } },
  { argv: ['-', '--', '--dry-run'], want: { args: ['-', '--dry-run'] } },
];

test.each(cases)('$argv', async ({ argv, want }) => {
  const parsed = await parseArguments(verb, module, argv);
  if (parsed.kind !== 'invocation') throw new Error('help is not what was asked for');
  const { args, flags } = parsed.invocation;
  expect({
    args,
    output: flags.text('output'),
    parameters: flags.list('parameter'),
    dryRun: flags.on('dryRun'),
    strict: flags.on('strict'),
    selector: flags.text('selector'),
    namespace: flags.text('namespace'),
  }).toEqual({ args: [], output: '', parameters: [], dryRun: false, strict: true, selector: '', namespace: '', ...want });
});

test.each([
  [['--dry-run=perhaps'], 'invalid argument "perhaps" for "--dry-run" flag: true or false is expected'],
  [['--otput', 'json'], "unknown option '--otput'"],
  [['-o'], "option '-o, --output <format>' argument missing"],
])('%j is refused', async (argv, message) => {
  await expect(parseArguments(verb, module, argv)).rejects.toThrow(message);
});

test('--help shows usage, examples and flags', async () => {
  expect(await parseArguments(verb, module, ['--help'])).toEqual({ kind: 'help' });
  const text = verbHelp(verb, module, Number.POSITIVE_INFINITY);
  expect(text.slice(0, text.indexOf('Flags of every command'))).toBe(`argo try: try it

Does it.

Usage:
  argo try FILE... [flags]

Examples:
  # Once
  argo try a.yaml

Flags:
  -o, --output <format>         format (name|json)
  -p, --parameter <name=value>  value
      --dry-run                 no change
      --strict                  strictly (default true)
  -l, --selector <labels>       labels
      --kubeconfig <file>       written, not read

`);
});

test('on a terminal the help is broken between words, under its own column', () => {
  const lines = verbHelp(verb, module, 60).split('\n');
  expect(lines.filter((line) => line.length > 60)).toEqual([]);
  const start = lines.findIndex((line) => line.includes('--instanceid'));
  expect(lines.slice(start, start + 2).map((line) => line.slice(33))).toEqual(['work on what the controller', 'with this instance id']);
});
