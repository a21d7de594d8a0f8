import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { output, patience, type Provider, startProvider } from '../provider.ts';

let provider: Provider;
beforeAll(() => {
  provider = startProvider();
});
afterAll(() => provider.stop());

interface Given {
  readonly name: string;
  /** Fields of spec.artifactGC. */
  readonly gc: string;
  /** Command of a second step. */
  readonly second?: string;
}

function manifest({ name, gc, second = 'true' }: Given): string {
  return `
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {name: ${name}}
spec:
  entrypoint: main
  artifactGC: {${gc}}
  templates:
    - {name: main, steps: [[{name: make, template: make}], [{name: then, template: then}]]}
    - name: make
      container: {image: alpine, command: [sh, -c], args: ["for f in completed deleted kept; do echo $f > /tmp/$f; done"]}
      outputs:
        artifacts:
          - {name: completed, path: /tmp/completed}
          - {name: deleted, path: /tmp/deleted, artifactGC: {strategy: OnWorkflowDeletion}}
          - {name: kept, path: /tmp/kept, artifactGC: {strategy: Never}}
    - name: then
      container: {image: alpine, command: [sh, -c], args: ["${second}"]}
`;
}

/** What is kept of a workflow's artifacts, by their names. */
function stored(name: string): string[] {
  const files = provider.storedArtifacts(name).map((file) => path.basename(file, '.tgz'));
  return files.filter((file) => file !== 'main.log').toSorted();
}

function submit(given: Given): void {
  output(provider.argoWithInput(manifest(given), 'submit', '-', '--wait'));
}

/** Artifacts that the status calls deleted, the logs that some repositories keep aside. */
function markedDeleted(name: string): string[] {
  const names = field(name, '.status.nodes.*.outputs.artifacts[?(@.deleted==true)].name').split(' ');
  return names.filter((one) => one !== 'main-logs');
}

const field = (name: string, jsonPath: string): string => output(provider.kubectl('get', 'workflow', name, '-o', `jsonpath={${jsonPath}}`));

test('[5-045] [5-046] [5-049] [1-041] [1-098] artifacts go when their time has come, and the workflow with the last', async () => {
  submit({ name: 'collected', gc: 'strategy: OnWorkflowCompletion' });
  await expect.poll(() => stored('collected'), { timeout: patience }).toEqual(['deleted', 'kept']);
  await expect.poll(() => markedDeleted('collected'), { timeout: patience }).toEqual(['completed']);
  expect(field('collected', '.metadata.finalizers')).toBe('["workflows.argoproj.io/artifact-gc"]');
  output(provider.kubectl('delete', 'workflow', 'collected', '--timeout=60s'));
  expect(stored('collected')).toEqual(['kept']);
  expect(output(provider.kubectl('get', 'workflowartifactgctasks', '-o', 'name'))).toBe('');
});

test('[5-045] the example deletes what it says, when it says', async () => {
  const name = output(provider.argo('submit', 'examples/artifact-gc.yaml', '--wait', '-o', 'name')).trim();
  await expect.poll(() => stored(name), { timeout: patience }).toEqual(['report', 'result']);
  output(provider.kubectl('delete', 'workflow', name, '--timeout=60s'));
  expect(stored(name)).toEqual(['result']);
});

test(
  '[5-046] a workflow that is deleted while it runs is ended, and leaves nothing behind',
  async () => {
    output(
      provider.argoWithInput(
        manifest({ name: 'interrupted', gc: 'strategy: OnWorkflowCompletion', second: 'trap exit TERM; sleep 600 & wait' }),
        'submit',
        '-',
      ),
    );
    // What is not in the status yet is nobody's to delete.
    await expect.poll(() => field('interrupted', '.status.nodes.*.outputs.artifacts[*].name'), { timeout: patience }).toContain('kept');
    expect(stored('interrupted')).toHaveLength(3);
    output(provider.kubectl('delete', 'workflow', 'interrupted', '--timeout=60s'));
    expect(stored('interrupted')).toEqual(['kept']);
  },
  3 * patience + 60_000,
);

test('[5-050] [5-052] a failure is told with the ways out, and each of them works', async () => {
  const command = '{"containers":[{"name":"main","command":["sh","-c","echo broken >&2; exit 3"]}]}';
  submit({ name: 'stuck', gc: `strategy: OnWorkflowCompletion, podSpecPatch: '${command}'` });
  await expect
    .poll(() => field('stuck', '.status.conditions[?(@.type=="ArtifactGCError")].message'), { timeout: patience })
    .toContain('to try again');
  // First way out: the cause is mended, and the failed task removed.
  output(provider.kubectl('patch', 'workflow', 'stuck', '--type', 'merge', '-p', '{"spec":{"artifactGC":{"podSpecPatch":null}}}'));
  output(provider.kubectl('delete', 'workflowartifactgctasks', '--all'));
  await expect.poll(() => stored('stuck'), { timeout: patience }).toEqual(['deleted', 'kept']);
  await expect.poll(() => field('stuck', '.status.conditions[?(@.type=="ArtifactGCError")].message'), { timeout: patience }).toBe('');
  // Second way out: the workflow goes without its artifacts.
  output(
    provider.kubectl('patch', 'workflow', 'stuck', '--type', 'merge', '-p', '{"spec":{"artifactGC":{"serviceAccountName":"nobody-here"}}}'),
  );
  output(provider.kubectl('delete', 'workflow', 'stuck', '--wait=false'));
  await expect
    .poll(() => field('stuck', '.status.conditions[?(@.type=="ArtifactGCError")].message'), { timeout: patience })
    .toContain('"nobody-here" not found');
  output(provider.kubectl('patch', 'workflow', 'stuck', '--type', 'merge', '-p', '{"spec":{"artifactGC":{"forceFinalizerRemoval":true}}}'));
  await expect.poll(() => provider.kubectl('get', 'workflow', 'stuck').status, { timeout: patience }).not.toBe(0);
  expect(stored('stuck')).toEqual(['deleted', 'kept']);
});
