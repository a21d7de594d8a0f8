import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { output, type Provider, providerKind, sharesFiles, startProvider } from '../provider.ts';
import { countedExecutions, countingWorkflow } from './counting-workflow.ts';

const executions = 12;
// A pod takes longer to come back than a process.
const kills = providerKind === 'embedded' ? 6 : 3;
const pause = providerKind === 'embedded' ? 900 : 6_000;

let provider: Provider;
beforeAll(() => {
  provider = startProvider();
});
afterAll(() => provider.stop());

test.runIf(sharesFiles)('kill -9 of the controller at random moments: the workflow goes on and no step runs twice', async () => {
  const counts = fs.mkdtempSync(path.join(provider.dataDir, 'counts-'));
  const name = output(
    provider.argoWithInput(countingWorkflow({ folder: counts, executions, seconds: 0.3 }), 'submit', '-', '-o', 'name'),
  ).trim();
  const waiting = provider.argoAsync('wait', name);
  for (let kill = 0; kill < kills; kill++) {
    await sleep(200 + Math.random() * pause);
    provider.killController();
  }
  expect(await waiting).toMatchObject({ status: 0 });
  expect(countedExecutions(counts)).toEqual(Object.fromEntries(Array.from({ length: executions }, (_, step) => [`step-${step}`, 1])));
});
