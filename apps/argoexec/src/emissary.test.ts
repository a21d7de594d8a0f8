import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const source = new URL('../emissary/emissary.c', import.meta.url).pathname;
const flags = JSON.parse(fs.readFileSync(new URL('../emissary/cflags.json', import.meta.url), 'utf8')) as string[];

let base = '';
let binary = '';
let root = '';
let counter = 0;

// Paths are compiled in: one binary for all tests, whose root is a link that every test points at a folder of its own.
beforeAll(() => {
  base = fs.mkdtempSync(path.join(os.tmpdir(), 'emissary-'));
  root = path.join(base, 'root');
  binary = path.join(base, 'emissary');
  const cc = process.env['CC'] ?? 'cc';
  const built = spawnSync(cc, ['-Wall', '-Wextra', '-Werror', ...flags, `-DPREFIX="${root}"`, '-o', binary, source], { encoding: 'utf8' });
  if (built.error) throw new Error(`the emissary cannot be tested: no C compiler answers to "${cc}"; install gcc or set CC`);
  if (built.status !== 0) throw new Error(`emissary.c does not compile:\n${built.stderr}`);
});

// Paths longer than Node can remove are made here.
afterAll(() => void spawnSync('rm', ['-rf', base]));

interface Pod {
  readonly folder: string;
  run(
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ): { readonly code: number | null; readonly stdout: string; readonly stderr: string };
  start(
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ): { readonly process: ChildProcess; readonly exit: Promise<{ readonly code: number | null; readonly output: string }> };
  file(name: string): string;
  read(name: string): string;
  readonly message: () => string;
}

/** A folder in place of a pod's shared volume; a container is a process of the emissary. */
function aPod(): Pod {
  const folder = path.join(base, `pod-${counter++}`);
  const shared = path.join(folder, 'var/run/argo');
  fs.mkdirSync(shared, { recursive: true });
  fs.mkdirSync(path.join(folder, 'dev'));
  fs.writeFileSync(path.join(folder, 'dev/termination-log'), '');
  fs.rmSync(root, { force: true });
  fs.symlinkSync(folder, root);
  const environment = (env: Readonly<Record<string, string>> = {}) => ({
    PATH: process.env['PATH'] ?? '',
    ARGO_CONTAINER_NAME: 'main',
    ...env,
  });
  return {
    folder,
    run: (args, env) => {
      const { status, stdout, stderr } = spawnSync(binary, args, { env: environment(env), encoding: 'utf8' });
      return { code: status, stdout, stderr };
    },
    start: (args, env) => {
      const child = spawn(binary, args, { env: environment(env), stdio: ['ignore', 'pipe', 'inherit'] });
      let output = '';
      child.stdout.on('data', (data: Buffer) => (output += data.toString()));
      return { process: child, exit: new Promise((resolve) => child.on('close', (code) => resolve({ code, output }))) };
    },
    file: (name) => path.join(shared, name),
    read: (name) => fs.readFileSync(path.join(shared, name), 'utf8'),
    message: () => fs.readFileSync(path.join(folder, 'dev/termination-log'), 'utf8'),
  };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

test('is small and needs no library', () => {
  expect(fs.statSync(binary).size).toBeLessThan(100 * 1024);
  const elf = fs.readFileSync(binary);
  expect(elf.includes('ld-linux')).toBe(false);
  expect(elf.includes('libc.so')).toBe(false);
});

test('the source is one file of at most 400 lines of code', () => {
  const lines = fs.readFileSync(source, 'utf8').split('\n');
  expect(lines.filter((line) => !/^\s*(\/\/.*)?$/.test(line)).length).toBeLessThanOrEqual(400);
});

describe('running a command', () => {
  test.each([
    [['true'], 0],
    [['sh', '-c', 'exit 3'], 3],
    [['sh', '-c', 'kill -9 $$'], 137],
    [['sh', '-c', 'kill -TERM $$'], 143],
  ])('%j ends with %i, for the container and for others', (command, code) => {
    const pod = aPod();
    expect(pod.run(['emissary', '--', ...command]).code).toBe(code);
    expect(pod.read('ctr/main/exitcode')).toBe(String(code));
  });

  test('arguments, environment and folder are passed as they are', () => {
    const pod = aPod();
    const command = ['sh', '-c', 'printf "%s|" "$0" "$@" "$X"', 'a b', '--', '-x', ''];
    expect(pod.run(['emissary', '--', ...command], { X: 'y z' }).stdout).toBe('a b|--|-x||y z|');
  });

  test.each([
    ['nosuch', 'failed to find name in PATH: exec: "nosuch": executable file not found in $PATH'],
    ['/no/such', 'failed to start /no/such: no such file or directory'],
    ['/etc/passwd', 'failed to start /etc/passwd: permission denied'],
  ])('a command that cannot be started (%s) is an internal error with a message', (command, message) => {
    const pod = aPod();
    expect(pod.run(['emissary', '--', command])).toMatchObject({ code: 64, stderr: `emissary: ${message}\n` });
    expect(pod.message()).toBe(message);
    expect(pod.read('ctr/main/exitcode')).toBe('64');
  });

  test.each([[['emissary']], [['emissary', '--nope', 'x', '--', 'true']], [['frobnicate']], [[]]])('%j is refused', (args) => {
    expect(aPod().run(args).code).toBe(64);
  });

  test('output goes to the log of the container, and to files where somebody wants it', () => {
    const pod = aPod();
    const script = 'echo one; echo two >&2; echo three';
    expect(pod.run(['emissary', '--logs', '--', 'sh', '-c', script], { ARGO_INCLUDE_SCRIPT_OUTPUT: 'true' })).toMatchObject({
      stdout: 'one\nthree\n',
      stderr: 'two\n',
    });
    expect(pod.read('ctr/main/stdout')).toBe('one\nthree\n');
    expect(pod.read('ctr/main/combined').split('\n').toSorted()).toEqual(['', 'one', 'three', 'two']);
  });

  test('nothing is kept when nobody wants it', () => {
    const pod = aPod();
    expect(pod.run(['emissary', '--', 'echo', 'x'], { ARGO_INCLUDE_SCRIPT_OUTPUT: 'false' }).stdout).toBe('x\n');
    expect(fs.readdirSync(pod.file('ctr/main')).toSorted()).toEqual(['alive', 'exitcode']);
  });

  test('a million bytes arrive whole', () => {
    const pod = aPod();
    const { stdout } = pod.run(['emissary', '--', 'sh', '-c', 'yes 0123456789 | head -c 1000000'], { ARGO_INCLUDE_SCRIPT_OUTPUT: 'true' });
    expect(stdout.length).toBe(1_000_000);
    expect(pod.read('ctr/main/stdout')).toBe(stdout);
  });

  test('a process that stays behind with the output open does not hold it up', async () => {
    const pod = aPod();
    const { exit } = pod.start(['emissary', '--logs', '--', 'sh', '-c', `sleep 60 & echo $! > ${pod.folder}/pid; echo done`]);
    await until(() => fs.existsSync(pod.file('ctr/main/exitcode')));
    process.kill(Number(fs.readFileSync(`${pod.folder}/pid`, 'utf8')), 'SIGKILL');
    expect(await exit).toEqual({ code: 0, output: 'done\n' });
  });
});

describe('signals', () => {
  test.each([
    ['SIGTERM', 'TERM'],
    ['SIGINT', 'INT'],
    ['SIGUSR1', 'USR1'],
  ] as const)('%s reaches the command', async (signal, name) => {
    const pod = aPod();
    const { process: emissary, exit } = pod.start([
      'emissary',
      '--',
      'sh',
      '-c',
      `trap 'echo got ${name}; exit 7' ${name}; echo ready > ${pod.folder}/ready; while :; do sleep 0.02; done`,
    ]);
    await until(() => fs.existsSync(`${pod.folder}/ready`));
    emissary.kill(signal);
    expect(await exit).toEqual({ code: 7, output: `got ${name}\n` });
  });

  test('the whole process group gets them', async () => {
    const pod = aPod();
    const child = `trap 'echo child; exit 0' TERM; echo ready > ${pod.folder}/ready; while :; do sleep 0.02; done`;
    const { process: emissary, exit } = pod.start(['emissary', '--', 'sh', '-c', `trap : TERM; sh -c "${child}"; exit 5`]);
    await until(() => fs.existsSync(`${pod.folder}/ready`));
    emissary.kill('SIGTERM');
    expect(await exit).toEqual({ code: 5, output: 'child\n' });
  });

  test('a file with a number is a signal too', async () => {
    const pod = aPod();
    const { exit } = pod.start([
      'emissary',
      '--',
      'sh',
      '-c',
      `trap 'exit 9' TERM; echo ready > ${pod.folder}/ready; while :; do sleep 0.02; done`,
    ]);
    await until(() => fs.existsSync(`${pod.folder}/ready`));
    fs.writeFileSync(pod.file('ctr/main/signal'), '15');
    expect((await exit).code).toBe(9);
  });

  test('kill sends one', async () => {
    const pod = aPod();
    const victim = spawn('sleep', ['60']);
    const end = new Promise((resolve) => victim.on('close', (_code, signal) => resolve(signal)));
    expect(pod.run(['kill', '15', String(victim.pid)]).code).toBe(0);
    expect(await end).toBe('SIGTERM');
  });
});

describe('saving outputs', () => {
  test('files, folders and links are copied with their modes, after the command', () => {
    const pod = aPod();
    const data = path.join(pod.folder, 'data');
    const script = `mkdir -p ${data}/sub; echo 1 > ${data}/sub/file; chmod 640 ${data}/sub/file; ln -s file ${data}/sub/link; ln -s ${data}/sub/file ${data}/top; mkfifo ${data}/fifo`;
    expect(pod.run(['emissary', '--save', `${data}/`, '--save', `${data}/top`, '--save', '/no/such', '--', 'sh', '-c', script]).code).toBe(
      0,
    );
    expect(pod.read(`outputs${data}/sub/file`)).toBe('1\n');
    expect(fs.statSync(pod.file(`outputs${data}/sub/file`)).mode & 0o777).toBe(0o640);
    expect(fs.readlinkSync(pod.file(`outputs${data}/sub/link`))).toBe('file');
    expect(fs.existsSync(pod.file(`outputs${data}/fifo`))).toBe(false);
    expect(fs.existsSync(pod.file('outputs/no'))).toBe(false);
  });

  test('an output that is a link is what it points to', () => {
    const pod = aPod();
    const link = path.join(pod.folder, 'link');
    expect(pod.run(['emissary', '--save', link, '--', 'sh', '-c', `echo 1 > ${pod.folder}/file; ln -s file ${link}`]).code).toBe(0);
    expect(fs.lstatSync(pod.file(`outputs${link}`)).isFile()).toBe(true);
  });

  test('outputs of a command that failed are saved, and its code stays', () => {
    const pod = aPod();
    expect(pod.run(['emissary', '--save', `${pod.folder}/f`, '--', 'sh', '-c', `echo 1 > ${pod.folder}/f; exit 4`]).code).toBe(4);
    expect(pod.read(`outputs${pod.folder}/f`)).toBe('1\n');
  });

  test('a deep tree is copied whole, one that is too deep for paths is an error', () => {
    const pod = aPod();
    const deep = path.join(pod.folder, ...Array.from({ length: 300 }, () => 'd'));
    fs.mkdirSync(deep, { recursive: true });
    fs.writeFileSync(path.join(deep, 'f'), 'x');
    expect(pod.run(['emissary', '--save', `${pod.folder}/d`, '--', 'true']).code).toBe(0);
    expect(pod.read(`outputs${deep}/f`)).toBe('x');
    const deeper = path.join(pod.folder, ...Array.from({ length: 13 }, () => 'e'.repeat(250)));
    fs.mkdirSync(deeper, { recursive: true });
    spawnSync('sh', ['-c', `cd ${deeper} && mkdir -p ${Array.from({ length: 4 }, () => 'g'.repeat(250)).join('/')}`]);
    expect(pod.run(['emissary', '--save', `${pod.folder}/${'e'.repeat(250)}`, '--', 'true']).code).toBe(64);
  });
});

describe('containers that depend on each other', () => {
  test('one starts when the other has ended well', async () => {
    const pod = aPod();
    const second = pod.start(['emissary', '--after', 'a', '--', 'cat', `${pod.folder}/f`], { ARGO_CONTAINER_NAME: 'b' });
    const first = pod.start(['emissary', '--', 'sh', '-c', `echo hello > ${pod.folder}/f`], { ARGO_CONTAINER_NAME: 'a' });
    expect((await first.exit).code).toBe(0);
    expect(await second.exit).toEqual({ code: 0, output: 'hello\n' });
  });

  test('one whose dependency failed does not start', () => {
    const pod = aPod();
    pod.run(['emissary', '--', 'sh', '-c', 'exit 2'], { ARGO_CONTAINER_NAME: 'a' });
    expect(pod.run(['emissary', '--after', 'a', '--', 'echo', 'x'], { ARGO_CONTAINER_NAME: 'b' })).toMatchObject({ code: 64, stdout: '' });
    expect(pod.message()).toBe('dependency "a" exited with non-zero code: 2');
  });

  test('one that waits ends when it is told to', async () => {
    const pod = aPod();
    const waiting = pod.start(['emissary', '--after', 'a', '--', 'echo', 'x']);
    await until(() => fs.existsSync(pod.file('ctr/a')));
    waiting.process.kill('SIGTERM');
    expect(await waiting.exit).toEqual({ code: 143, output: '' });
    expect(pod.read('ctr/main/exitcode')).toBe('143');
  });

  test('a command is run again as often as was asked for', () => {
    const pod = aPod();
    const script = `echo x >> ${pod.folder}/n; echo run; [ $(wc -l < ${pod.folder}/n) = 3 ]`;
    expect(
      pod.run(['emissary', '--retries', '5', '--retry-delay', '1', '--', 'sh', '-c', script], { ARGO_INCLUDE_SCRIPT_OUTPUT: 'true' }).code,
    ).toBe(0);
    expect(fs.readFileSync(`${pod.folder}/n`, 'utf8')).toBe('x\nx\nx\n');
    expect(pod.read('ctr/main/stdout')).toBe('run\n');
    expect(pod.run(['emissary', '--retries', '1', '--', 'sh', '-c', `echo x >> ${pod.folder}/m; exit 6`]).code).toBe(6);
    expect(fs.readFileSync(`${pod.folder}/m`, 'utf8')).toBe('x\nx\n');
  });
});

describe('sidecars', () => {
  test('one ends when main has, and that is no failure', async () => {
    const pod = aPod();
    const sidecar = pod.start(
      [
        'emissary',
        '--sidecar-of',
        'main',
        '--',
        'sh',
        '-c',
        `trap 'echo bye; exit 1' TERM; echo ready > ${pod.folder}/ready; while :; do sleep 0.02; done`,
      ],
      { ARGO_CONTAINER_NAME: 'web' },
    );
    await until(() => fs.existsSync(`${pod.folder}/ready`));
    pod.run(['emissary', '--', 'true']);
    expect(await sidecar.exit).toEqual({ code: 0, output: 'bye\n' });
  });

  test('one that will not end is killed after its grace', async () => {
    const pod = aPod();
    pod.run(['emissary', '--', 'true']);
    const sidecar = pod.start(['emissary', '--sidecar-of', 'main', '--', 'sh', '-c', `trap '' TERM; while :; do sleep 0.02; done`], {
      ARGO_CONTAINER_NAME: 'web',
      ARGO_TERMINATION_GRACE_PERIOD_SECONDS: '0',
    });
    expect((await sidecar.exit).code).toBe(0);
  });

  test('one that fails by itself keeps its code', async () => {
    const pod = aPod();
    const sidecar = pod.start(['emissary', '--sidecar-of', 'main', '--', 'sh', '-c', 'exit 5'], { ARGO_CONTAINER_NAME: 'web' });
    expect((await sidecar.exit).code).toBe(5);
  });
});

describe('waiting', () => {
  test('becomes the executor when all have ended', async () => {
    const pod = aPod();
    const waiting = pod.start(['wait', '--main', 'a', '--main', 'b', '--', 'sh', '-c', 'echo executor'], { ARGO_CONTAINER_NAME: 'wait' });
    pod.run(['emissary', '--', 'true'], { ARGO_CONTAINER_NAME: 'a' });
    expect(waiting.process.exitCode).toBeNull();
    pod.run(['emissary', '--', 'sh', '-c', 'exit 1'], { ARGO_CONTAINER_NAME: 'b' });
    expect(await waiting.exit).toEqual({ code: 0, output: 'executor\n' });
  });

  test('becomes the executor when a file appears', async () => {
    const pod = aPod();
    const waiting = pod.start(['wait', '--main', 'main', '--until', pod.file('progress'), '--', 'echo', 'executor']);
    fs.writeFileSync(pod.file('progress'), '1/2\n');
    expect(await waiting.exit).toEqual({ code: 0, output: 'executor\n' });
  });

  test('learns of an emissary that was killed', async () => {
    const pod = aPod();
    const main = pod.start(['emissary', '--', 'sh', '-c', `echo $$ > ${pod.folder}/pid; sleep 60`]);
    await until(() => fs.existsSync(`${pod.folder}/pid`) && fs.readFileSync(`${pod.folder}/pid`, 'utf8') !== '');
    const waiting = pod.start(['wait', '--main', 'main', '--', 'echo', 'executor']);
    main.process.kill('SIGKILL');
    expect((await waiting.exit).output).toBe('executor\n');
    process.kill(-Number(fs.readFileSync(`${pod.folder}/pid`, 'utf8')), 'SIGKILL');
  });

  test('goes on while the pod ends and main is still running', async () => {
    const pod = aPod();
    const main = pod.start([
      'emissary',
      '--',
      'sh',
      '-c',
      `trap 'exit 3' TERM; echo ready > ${pod.folder}/ready; while :; do sleep 0.02; done`,
    ]);
    const waiting = pod.start(['wait', '--main', 'main', '--main', 'other', '--', 'echo', 'executor']);
    await until(() => fs.existsSync(`${pod.folder}/ready`) && fs.existsSync(pod.file('ctr/other')));
    waiting.process.kill('SIGTERM');
    main.process.kill('SIGTERM');
    expect((await main.exit).code).toBe(3);
    expect((await waiting.exit).output).toBe('executor\n');
  });

  test('ends at once when the pod ends before main has started', async () => {
    const pod = aPod();
    const waiting = pod.start(['wait', '--main', 'main', '--', 'echo', 'executor']);
    await until(() => fs.existsSync(pod.file('ctr/main')));
    waiting.process.kill('SIGTERM');
    expect(await waiting.exit).toEqual({ code: 143, output: '' });
  });
});

describe('reporting', () => {
  const lines = (pod: Pod) =>
    [
      'T{"completed":true,"outputs":{"parameters":[{"name":"a","value":',
      `F${pod.file('a')}`,
      'T},{"name":"b","value":',
      `F${pod.file('b')}`,
      'D"fallback\\n"',
      'T}],"result":',
      `F${pod.file('ctr/main/stdout')}`,
      'T}}',
    ].join('\n');
  const reportOf = (pod: Pod) => JSON.parse(pod.message().replace('\u241eargosy:', '')) as unknown;

  test.each([
    ['plain', 'x'],
    ['empty', ''],
    ['one newline at the end is dropped', 'x\n\n'],
    ['quotes, backslashes, tabs, control characters', '"\\\t\u0001\r\u007f'],
    ['beyond ASCII', 'ü €  😀'],
  ])('small results are reported without the executor: %s', (_name, value) => {
    const pod = aPod();
    fs.writeFileSync(pod.file('a'), value);
    pod.run(['emissary', '--', 'echo', 'out'], { ARGO_INCLUDE_SCRIPT_OUTPUT: 'true' });
    expect(pod.run(['wait', '--main', 'main', '--', 'echo', 'executor'], { ARGO_PLAIN_REPORT: lines(pod) })).toMatchObject({
      code: 0,
      stdout: '',
    });
    expect(reportOf(pod)).toEqual({
      completed: true,
      outputs: {
        parameters: [
          { name: 'a', value: value.replace(/\n$/, '') },
          { name: 'b', value: 'fallback\n' },
        ],
        result: 'out',
      },
    });
  });

  test.each<[string, Buffer | undefined]>([
    ['a file that is missing', undefined],
    ['a file that is too large', Buffer.alloc(5000, 'x')],
    ['files that are too large together', Buffer.alloc(4090, 'x')],
    ['text that grows when it is quoted', Buffer.alloc(3000, '"')],
    ['what is no UTF-8', Buffer.from([0x61, 0xff])],
    ['a character that is cut off', Buffer.from([0x61, 0xe2, 0x82])],
  ])('the executor takes care of %s', (_name, value) => {
    const pod = aPod();
    if (value) fs.writeFileSync(pod.file('a'), value);
    pod.run(['emissary', '--', 'echo', 'out'], { ARGO_INCLUDE_SCRIPT_OUTPUT: 'true' });
    expect(pod.run(['wait', '--main', 'main', '--', 'echo', 'executor'], { ARGO_PLAIN_REPORT: lines(pod) })).toMatchObject({
      code: 0,
      stdout: 'executor\n',
    });
    expect(pod.message()).toBe('');
  });
});

describe('staging', () => {
  test('init puts the emissary where main finds it', () => {
    const pod = aPod();
    expect(pod.run(['init']).code).toBe(0);
    expect(fs.readFileSync(pod.file('argoexec')).equals(fs.readFileSync(binary))).toBe(true);
    expect(fs.statSync(pod.file('argoexec')).mode & 0o777).toBe(0o755);
  });

  test('init goes on as the executor where there is more to do', () => {
    const pod = aPod();
    expect(pod.run(['init', '--', 'sh', '-c', 'echo more; exit 3'])).toMatchObject({ code: 3, stdout: 'more\n' });
    expect(fs.existsSync(pod.file('argoexec'))).toBe(true);
  });
});
