import { execFileSync, spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { bashCompletion } from './bash.ts';
import type { CompletedCommand } from './completion-tree.ts';
import { fishCompletion } from './fish.ts';
import { zshCompletion } from './zsh.ts';

const tree: readonly CompletedCommand[] = [
  {
    path: [],
    summary: '',
    flags: [],
    arguments: 'none',
    commands: [
      { name: 'get', summary: 'show' },
      { name: 'cron', summary: "what's planned" },
    ],
  },
  {
    path: ['cron'],
    summary: 'cron workflows',
    flags: [],
    arguments: 'none',
    commands: [
      { name: 'list', summary: 'list them' },
      { name: 'lint', summary: 'check' },
    ],
  },
  {
    path: ['get'],
    summary: 'show',
    commands: [],
    arguments: 'none',
    flags: [{ long: '--output', short: '-o', about: 'format', takesValue: true, choices: ['json', 'yaml'] }],
  },
  {
    path: ['cron', 'list'],
    summary: 'list them',
    commands: [],
    arguments: 'none',
    flags: [{ long: '--all-namespaces', short: '-A', about: 'all', takesValue: false, choices: [] }],
  },
  { path: ['cron', 'lint'], summary: 'check', commands: [], arguments: 'files', flags: [] },
  { path: ['cron', 'get'], summary: 'show', commands: [], arguments: 'crons', flags: [] },
  { path: ['logs'], summary: 'logs', commands: [], arguments: 'workflows', flags: [] },
];

test.each([
  { words: ['argo', ''], want: ['cron', 'get'] },
  { words: ['argo', 'g'], want: ['get'] },
  { words: ['argo', 'get', '--o'], want: ['--output'] },
  { words: ['argo', 'get', '-o', 'y'], want: ['yaml'] },
  { words: ['argo', 'cron', 'li'], want: ['lint', 'list'] },
  { words: ['argo', 'cron', 'list', '--'], want: ['--all-namespaces'] },
  { words: ['argo', 'logs', ''], want: ['@latest', 'list-a', 'list-b'] },
  { words: ['argo', 'cron', 'get', 'cron-a'], want: ['cron-a'] },
])('[9-004] bash completes $words', ({ words, want }) => {
  // Names come from the command itself, here from a stand-in.
  const script = `argo() { echo $1-a $1-b; }\n${bashCompletion(tree)}\nCOMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _argo; printf '%s\\n' "\${COMPREPLY[@]}"`;
  expect(execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('\n').filter(Boolean).sort()).toEqual(want);
});

test('[9-004] zsh loads the completion of bash', () => {
  expect(zshCompletion(tree)).toMatch(/^#compdef argo\n[\s\S]*bashcompinit\n# bash completion/);
});

test('[9-004] fish gets one line for each command and flag', () => {
  expect(fishCompletion(tree).split('\n')).toEqual(
    expect.arrayContaining([
      `complete -c argo -n '__fish_use_subcommand' -a 'cron' -d 'what\\'s planned'`,
      `complete -c argo -n '__fish_seen_subcommand_from cron; and not __fish_seen_subcommand_from list lint' -a 'list' -d 'list them'`,
      `complete -c argo -n '__fish_seen_subcommand_from get' -l output -s o -x -a 'json yaml' -d 'format'`,
      `complete -c argo -n '__fish_seen_subcommand_from cron; and __fish_seen_subcommand_from lint' -F`,
    ]),
  );
});

test('the scripts have no syntax error', () => {
  expect(spawnSync('bash', ['-n'], { input: bashCompletion(tree), encoding: 'utf8' }).stderr).toBe('');
});
