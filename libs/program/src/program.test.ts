import { Command, Option } from 'commander';
import { afterEach, expect, test, vi } from 'vitest';
import { countFrom, portNumber } from './numbers.ts';
import { readInvocation } from './read-invocation.ts';
import { runProgram } from './run-program.ts';

afterEach(() => vi.restoreAllMocks());

function read(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const command = new Command('x')
    .addOption(new Option('--workers <n>').default(4).argParser(countFrom(1)))
    .addOption(new Option('--token <text>'))
    .addOption(new Option('--namespaced'));
  return readInvocation({ command, args, environment, withoutVariable: new Set(['--token']), configOf: (flags) => flags });
}

test.each([
  [[], {}, { workers: 4 }],
  [[], { ARGO_WORKERS: '7', ARGO_NAMESPACED: 'true', ARGO_TOKEN: 'secret' }, { workers: 7, namespaced: true }],
  [['--workers', '2'], { ARGO_WORKERS: '7', ARGO_NAMESPACED: 'false' }, { workers: 2 }],
])('arguments %j with %j', (args, environment, config) => {
  expect(read(args, environment)).toEqual({ kind: 'run', config });
});

test.each([
  [['version'], { kind: 'version' }],
  [['--help'], { kind: 'exit', code: 0 }],
  [['--workers', '0'], { kind: 'exit', code: 1 }],
  [['--workers', ''], { kind: 'exit', code: 1 }],
  [['--unknown'], { kind: 'exit', code: 1 }],
])('%j', (args, invocation) => {
  expect(read(args)).toEqual(invocation);
});

test('ports', () => {
  expect([portNumber('0'), portNumber('65535')]).toEqual([0, 65_535]);
  for (const text of ['', '-1', '65536', 'x']) expect(() => portNumber(text)).toThrow('port');
});

test('what is asked for is done, and its failure is told', async () => {
  const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const run = async (config: string): Promise<number> => {
    if (config === 'bad') throw new Error('no server');
    return 3;
  };
  expect(await runProgram({ kind: 'exit', code: 2 }, { name: 'x', run })).toBe(2);
  expect(await runProgram({ kind: 'run', config: 'good' }, { name: 'x', run })).toBe(3);
  expect(await runProgram({ kind: 'run', config: 'bad' }, { name: 'x', run })).toBe(1);
  expect(written).toHaveBeenCalledWith('x: no server\n');
});
