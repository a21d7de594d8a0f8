import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { output, type Provider, providerKind, sharesFiles, startProvider } from '../provider.ts';

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
  const name = output(provider.argoWithInput(countingWorkflow(counts), 'submit', '-', '-o', 'name')).trim();
  const waiting = provider.argoAsync('wait', name);
  for (let kill = 0; kill < kills; kill++) {
    await sleep(200 + Math.random() * pause);
    provider.killController();
  }
  expect(await waiting).toMatchObject({ status: 0 });
  const lines = fs.readdirSync(counts).map((file) => [file, fs.readFileSync(path.join(counts, file), 'utf8').trim().split('\n').length]);
  expect(Object.fromEntries(lines)).toEqual(Object.fromEntries(Array.from({ length: executions }, (_, step) => [`step-${step}`, 1])));
});

/** A fan-out after a chain: every execution of a step leaves a line in a file of its own on the host. */
function countingWorkflow(folder: string): string {
  const step = (index: number): string =>
    `          - {name: s${index}, template: count, ${index > 0 && index < 6 ? `depends: s${index - 1}, ` : index >= 6 ? 'depends: s5, ' : ''}arguments: {parameters: [{name: step, value: "${index}"}]}}`;
  return `
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: counted-}
spec:
  entrypoint: main
  volumes: [{name: counts, hostPath: {path: ${folder}}}]
  templates:
    - name: main
      dag:
        tasks:
${Array.from({ length: executions }, (_, index) => step(index)).join('\n')}
    - name: count
      inputs: {parameters: [{name: step}]}
      container:
        image: alpine
        command: [sh, -c]
        args: ["echo run >> /counts/step-{{inputs.parameters.step}}; sleep 0.3"]
        volumeMounts: [{name: counts, mountPath: /counts}]
`;
}
