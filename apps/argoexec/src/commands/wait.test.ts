import fs from 'node:fs/promises';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { type CapturePlan, decodeReport, type ExecutorPlan } from '@argosy/pod-plan';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type ExecutorConfig, readConfig } from '../config.ts';
import { data } from './data.ts';
import { init } from './init.ts';
import { wait } from './wait.ts';

let folder = '';
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'executor-'));
  for (const name of ['shared/ctr/main', 'shared/outputs', 'store', 'secrets/cred', 'work'])
    await fs.mkdir(path.join(folder, name), { recursive: true });
  await fs.writeFile(at('message'), '');
  await fs.writeFile(at('shared/ctr/main/exitcode'), '0');
});
afterEach(() => fs.rm(folder, { recursive: true, force: true }));

const at = (file: string): string => path.join(folder, file);

function configOf(plan: Partial<ExecutorPlan>, more: Partial<ExecutorConfig> = {}): ExecutorConfig {
  const whole = { node: { id: 'wf-1', name: 'wf.a' }, workflow: { name: 'wf', namespace: 'ns', uid: 'u' }, ...plan };
  const config = readConfig({ ARGO_EXECUTOR_PLAN: JSON.stringify(whole), EXECUTOR_RETRY_BACKOFF_STEPS: '1' });
  return {
    ...config,
    shared: at('shared'),
    secrets: at('secrets'),
    terminationLog: at('message'),
    emissary: '/no/such/emissary',
    token: at('token'),
    ...more,
  };
}

function capture(plan: Partial<CapturePlan>): Partial<ExecutorPlan> {
  return { capture: { mains: ['main'], parameters: [], artifacts: [], logs: [], ...plan } };
}

async function messageOf(): Promise<ReturnType<typeof decodeReport>> {
  return decodeReport(await fs.readFile(at('message'), 'utf8'), (text) => gunzipSync(Buffer.from(text, 'base64')).toString());
}

const parameter = (name: string, file: string, more: object = {}) => ({
  declared: { name, valueFrom: { path: `/tmp/${name}`, ...more } },
  file: at(file),
});
const artifact = (name: string, from: string, more: object = {}) => ({
  located: { name, path: `/tmp/${name}`, ...more, local: { path: at('store'), key: `wf/pod/${name}.tgz` } },
  reported: { name, path: `/tmp/${name}`, ...more, local: { key: `wf/pod/${name}.tgz` } },
  from: at(from),
});

describe('wait', () => {
  test.each([true, false])('[5-039] what was uploaded is removed where that is asked for: %s', async (removeSaved) => {
    await fs.writeFile(at('work/out'), 'content');
    await wait(configOf(capture({ artifacts: [artifact('out', 'work/out')] }), { removeSaved }));
    expect(await fs.readdir(at('work'))).toEqual(removeSaved ? [] : ['out']);
    expect(await fs.readdir(at('store/wf/pod'))).toEqual(['out.tgz']);
  });

  test.each([
    [{}, 60_000],
    [{ ARGO_PROGRESS_PATCH_TICK_DURATION: '10s' }, 10_000],
    [{ ARGO_PROGRESS_PATCH_TICK_DURATION: '0s' }, 0],
    [{ ARGO_PROGRESS_FILE_TICK_DURATION: '0' }, 0],
  ])('[6-038] with %j progress is written every %i ms', (environment, interval) => {
    expect(readConfig({ ARGO_EXECUTOR_PLAN: '{}', ...environment }).progressInterval).toBe(interval);
  });

  test('[13-079] collects the result, parameters, artifacts and logs, and reports them in one message', async () => {
    await fs.writeFile(at('shared/ctr/main/stdout'), 'the result\n\n');
    await fs.writeFile(at('shared/ctr/main/combined'), 'log');
    await fs.writeFile(at('work/p'), 'value\n\n');
    await fs.writeFile(at('work/out'), 'content');
    const log = {
      located: { name: 'main-logs', archive: { none: {} }, local: { path: at('store'), key: 'wf/pod/main.log' } },
      reported: { name: 'main-logs', local: { key: 'wf/pod/main.log' } },
      from: at('shared/ctr/main/combined'),
    };
    const plan = capture({
      resultFile: at('shared/ctr/main/stdout'),
      parameters: [parameter('p', 'work/p'), parameter('d', 'work/none', { default: 'x' })],
      artifacts: [artifact('out', 'work/out')],
      logs: [log, { ...log, from: at('never/written') }],
    });
    expect(await wait(configOf(plan))).toBe(0);
    expect(await messageOf()).toEqual({
      message: '',
      report: {
        completed: true,
        outputs: {
          result: 'the result\n',
          parameters: [
            { name: 'p', valueFrom: { path: '/tmp/p' }, value: 'value\n' },
            { name: 'd', valueFrom: { path: '/tmp/d', default: 'x' }, value: 'x' },
          ],
          artifacts: [{ name: 'out', path: '/tmp/out', local: { key: 'wf/pod/out.tgz' } }, log.reported],
        },
      },
    });
    expect(await fs.readFile(at('store/wf/pod/main.log'), 'utf8')).toBe('log');
  });

  test('[5-037] an empty file is saved, with a warning', async () => {
    await fs.writeFile(at('work/out'), '');
    await fs.writeFile(at('work/full'), 'x');
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(await wait(configOf(capture({ artifacts: [artifact('out', 'work/out'), artifact('full', 'work/full')] })))).toBe(0);
    const lines = said.mock.calls.map(([line]) => String(line));
    said.mockRestore();
    expect(lines.filter((line) => line.startsWith('warning'))).toEqual(['warning: output artifact out is an empty file\n']);
    expect(await fs.readdir(at('store/wf/pod'))).toEqual(['full.tgz', 'out.tgz']);
  });

  test('tries everything and says all that went wrong', async () => {
    await fs.writeFile(at('work/out'), 'content');
    const plan = capture({
      parameters: [parameter('p', 'work/none')],
      artifacts: [artifact('gone', 'work/none'), artifact('out', 'work/out'), artifact('maybe', 'work/none', { optional: true })],
    });
    expect(await wait(configOf(plan))).toBe(64);
    const { message, report } = await messageOf();
    expect(message).toBe(
      'failed to save output parameter p: open /tmp/p: no such file or directory; failed to save output artifact gone: no such file or directory: /tmp/gone',
    );
    expect(report?.outputs?.artifacts?.map(({ name }) => name)).toEqual(['out']);
  });

  test('a command that failed need not have left its outputs', async () => {
    await fs.writeFile(at('shared/ctr/main/exitcode'), '3');
    await fs.writeFile(at('work/p'), 'value');
    expect(
      await wait(
        configOf(
          capture({ parameters: [parameter('p', 'work/p'), parameter('q', 'work/none')], artifacts: [artifact('gone', 'work/none')] }),
        ),
      ),
    ).toBe(0);
    expect((await messageOf()).report?.outputs).toEqual({ parameters: [{ name: 'p', valueFrom: { path: '/tmp/p' }, value: 'value' }] });
  });

  test('[13-080] of a long result the end is kept, cut between characters', async () => {
    await fs.writeFile(at('shared/ctr/main/stdout'), `start${'ü'.repeat(200_000)}`);
    await wait(configOf(capture({ resultFile: at('shared/ctr/main/stdout') })));
    const { report } = await messageOf();
    expect(report?.outputs?.result).toBe('ü'.repeat(128 * 1024));
  });

  test('without a plan it says so', async () => {
    await expect(wait(configOf({}))).rejects.toMatchObject({ code: 'EXECUTOR_PLAN' });
    expect(() => readConfig({})).toThrow('ARGO_EXECUTOR_PLAN is not set');
    expect(() => readConfig({ ARGO_EXECUTOR_PLAN: '{' })).toThrow('ARGO_EXECUTOR_PLAN cannot be read');
  });
});

describe('outputs that do not fit into a message', () => {
  const noise = Array.from({ length: 20_000 }, (_, index) => Math.imul(index, 2654435761) >>> 0).join(' ');

  async function withServer<T>(
    handle: (request: IncomingMessage, body: unknown, response: ServerResponse) => void,
    use: (server: string) => Promise<T>,
  ): Promise<T> {
    const server = http.createServer((request, response) => void json(request).then((body) => handle(request, body, response)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }

  const answer = (response: ServerResponse, code: number, body: object): void =>
    void response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));

  test('go into a WorkflowTaskResult, with the token of the pod, and the message says so', async () => {
    await fs.writeFile(at('shared/ctr/main/stdout'), noise);
    await fs.writeFile(at('token'), 'secret-token\n');
    const seen: { readonly url: string | undefined; readonly token: string | undefined; readonly body: unknown }[] = [];
    await withServer(
      (request, body, response) => {
        seen.push({ url: request.url, token: request.headers.authorization, body });
        answer(response, 201, body as object);
      },
      async (server) => expect(await wait(configOf(capture({ resultFile: at('shared/ctr/main/stdout') }), { kube: { server } }))).toBe(0),
    );
    expect(seen).toMatchObject([
      {
        url: expect.stringMatching(/^\/apis\/argoproj.io\/v1alpha1\/namespaces\/ns\/workflowtaskresults/),
        token: 'Bearer secret-token',
        body: {
          metadata: {
            name: 'wf-1',
            labels: { 'workflows.argoproj.io/workflow': 'wf', 'workflows.argoproj.io/report-outputs-completed': 'true' },
            ownerReferences: [{ kind: 'Workflow', name: 'wf', uid: 'u' }],
          },
          outputs: { result: noise },
        },
      },
    ]);
    expect(await messageOf()).toEqual({ message: '', report: { completed: true, stored: 'taskResult' } });
  });

  test('and without the right to do so name the Role that is missing', async () => {
    await fs.writeFile(at('shared/ctr/main/stdout'), noise);
    const refusing = withServer(
      (_request, _body, response) =>
        answer(response, 403, { kind: 'Status', status: 'Failure', reason: 'Forbidden', code: 403, message: 'no' }),
      (server) => wait(configOf(capture({ resultFile: at('shared/ctr/main/stdout') }), { kube: { server } })),
    );
    await expect(refusing).rejects.toThrow(/outputs of \d+ KB do not fit .*resources: \[workflowtaskresults\], verbs: \[create, patch\]/);
  });
});

describe('init', () => {
  test('loads artifacts and writes a script that can be run', async () => {
    const load = [{ artifact: { name: 'in', path: '/in', mode: 0o700, raw: { data: 'hello' } }, to: at('inputs/in') }];
    expect(await init(configOf({ load, script: '#!/bin/sh\n' }), folder)).toBe(0);
    expect(await fs.readFile(at('inputs/in'), 'utf8')).toBe('hello');
    expect((await fs.stat(at('inputs/in'))).mode & 0o777).toBe(0o700);
    expect((await fs.stat(at('script'))).mode & 0o111).toBe(0o111);
  });

  test('names the artifact that could not be loaded', async () => {
    const load = [{ artifact: { name: 'in', path: '/in', local: { path: at('store'), key: 'none' } }, to: at('inputs/in') }];
    await expect(init(configOf({ load }), folder)).rejects.toThrow('artifact in failed to load: there is no none in the repository');
  });

  test('reads secrets from the folders that the pod mounts', async () => {
    await fs.writeFile(at('secrets/cred/user'), 'u');
    const auth = { basicAuth: { usernameSecret: { name: 'cred', key: 'user' }, passwordSecret: { name: 'cred', key: 'nope' } } };
    const load = [{ artifact: { name: 'in', path: '/in', http: { url: 'http://127.0.0.1:1/', auth } }, to: at('inputs/in') }];
    await expect(init(configOf({ load }), folder)).rejects.toThrow('artifact in failed to load: there is no key nope in secret cred');
  });
});

describe('data', () => {
  test('lists keys and transforms them', async () => {
    for (const key of ['in/a.pdf', 'in/b.txt', 'in/sub/c.pdf']) {
      await fs.mkdir(path.dirname(at(`store/${key}`)), { recursive: true });
      await fs.writeFile(at(`store/${key}`), '');
    }
    const source = { artifactPaths: { name: 'in', local: { path: at('store'), key: 'in' } } };
    expect(await data(configOf({ data: { source, transformation: [{ expression: `filter(data, {# endsWith ".pdf"})` }] } }))).toBe(0);
    expect((await messageOf()).report).toEqual({ completed: true, outputs: { result: '["in/a.pdf","in/sub/c.pdf"]' } });
  });

  test('needs a source that exists', async () => {
    await expect(data(configOf({}))).rejects.toMatchObject({ code: 'EXECUTOR_DATA' });
    const source = { artifactPaths: { name: 'in', local: { path: at('store'), key: 'none' } } };
    await expect(data(configOf({ data: { source, transformation: [] } }))).rejects.toMatchObject({ code: 'ARTIFACT_NOT_FOUND' });
  });
});
