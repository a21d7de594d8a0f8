import { afterAll, beforeAll, expect, test } from 'vitest';
import { output, type Provider, providerKind, startProvider } from '../provider.ts';

let provider: Provider;
beforeAll(() => {
  provider = startProvider('--nodes', 'none', '--no-controller');
  if (providerKind !== 'embedded') define('full');
});
afterAll(() => {
  if (providerKind !== 'embedded') define('minimal');
  provider.stop();
});

/** A chart carries the minimal definitions; the full ones are applied as its notes say. */
function define(flavour: 'minimal' | 'full'): void {
  output(provider.kubectl('apply', '--server-side', '--force-conflicts', '-k', `charts/argosy/files/crds/${flavour}`));
}

test('kubectl explains the fields of a workflow [1-009]', () => {
  expect(output(provider.kubectl('explain', 'workflow.spec.entrypoint'))).toMatch(/FIELD: entrypoint <string>[\s\S]*template/);
  expect(output(provider.kubectl('explain', 'cronworkflow.spec.workflowSpec.templates.retryStrategy.backoff'))).toContain('maxDuration');
});

test('a field that does not exist is refused with its place [1-009]', () => {
  const manifest = wrong('{entrypont: a, templates: [{name: a, container: {image: alpine, comand: [sh]}}]}');
  const refused = provider.kubectlWithInput(manifest, 'create', '-f', '-');
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain('unknown field "spec.entrypont"');
  expect(refused.stderr).toContain('unknown field "spec.templates[0].container.comand"');
  expect(provider.kubectl('get', 'workflow', 'wrong').stderr).toContain('not found');
});

test('at most one type for each template [1-010]', () => {
  const manifest = wrong('{entrypoint: a, templates: [{name: a, container: {image: alpine}, suspend: {}}]}');
  expect(provider.kubectlWithInput(manifest, 'create', '-f', '-').stderr).toMatch(/spec\.templates\[0\]/);
});

/** A workflow that the full definitions refuse. kubectl takes what begins with a brace for JSON, so its head is in lines. */
function wrong(spec: string): string {
  return `apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {name: wrong}\nspec: ${spec}\n`;
}
