import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { dataDir } from './data-dir.ts';
import { identifyProcess } from './process-identity.ts';
import { abandonedProcesses, type ProviderState, readProviderState, removeProviderState, writeProviderState } from './provider-state.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'argo-state-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const own = identifyProcess(process.pid) as NonNullable<ReturnType<typeof identifyProcess>>;
const state: ProviderState = {
  provider: own,
  ready: true,
  url: 'http://127.0.0.1:1',
  kubeconfig: 'k',
  runtime: 'host',
  isolation: [],
  nodes: 'default',
  startedAt: '2026-11-24T12:00:00Z',
};

test('a state is read for as long as its process runs', () => {
  const dir = dataDir(folder, {}, '/');
  expect(readProviderState(dir)).toBeUndefined();
  writeProviderState(dir, state);
  expect(readProviderState(dir)).toEqual(state);
  writeProviderState(dir, { ...state, provider: { ...own, startTime: 'before the last reboot' } });
  expect(readProviderState(dir)).toBeUndefined();
  fs.writeFileSync(dir.state, '{"provider":');
  expect(readProviderState(dir)).toBeUndefined();
  const gone = { ...own, startTime: 'before the last reboot' };
  writeProviderState(dir, { ...state, provider: gone, controller: own });
  expect(abandonedProcesses(dir)).toEqual([own]);
  writeProviderState(dir, { ...state, controller: own });
  expect(abandonedProcesses(dir)).toEqual([]);
  removeProviderState(dir);
  expect(fs.existsSync(dir.state)).toBe(false);
});

test.each([
  { given: 'here', env: {}, want: '/work/here' },
  { given: '/there', env: { XDG_DATA_HOME: '/xdg' }, want: '/there' },
  { given: '', env: { XDG_DATA_HOME: '/xdg', HOME: '/home/me' }, want: '/xdg/argosy' },
  { given: '', env: { HOME: '/home/me' }, want: '/home/me/.argosy' },
])('--data-dir "$given" with $env is $want', ({ given, env, want }) => {
  expect(dataDir(given, env, '/work').root).toBe(want);
});
