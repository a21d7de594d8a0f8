import { expect, test } from 'vitest';
import { requireKnownParameters } from './known-parameters.ts';

const spec = (parameters: readonly string[], text = ''): object => ({
  entrypoint: 'main',
  arguments: { parameters: parameters.map((name) => ({ name })) },
  templates: [{ name: 'main', container: { image: 'a', args: [text] } }],
});

test.each([
  { title: 'declared', workflow: spec(['a']), given: 'a' },
  { title: 'used in a tag', workflow: spec([], '{{workflow.parameters.a-b}}'), given: 'a-b' },
  { title: 'used in an expression', workflow: spec([], "{{=workflow.parameters['a b']}}"), given: 'a b' },
  { title: 'declared by the template', workflow: { workflowTemplateRef: { name: 't' } }, template: spec(['a']), given: 'a' },
  { title: 'all are used at once', workflow: spec([], '{{workflow.parameters}}'), given: 'anything' },
  { title: 'all are used as JSON', workflow: spec([], '{{workflow.parameters.json}}'), given: 'anything' },
])('$title: is known', ({ workflow, template, given }) => {
  expect(() => requireKnownParameters({ metadata: {}, spec: workflow }, template, [{ name: given, value: '' }])).not.toThrow();
});

test.each([
  {
    title: 'a typing error',
    workflow: spec(['message', 'count']),
    given: 'mesage',
    hint: 'did you mean "message"? (parameters of the workflow: count, message)',
  },
  { title: 'nothing like it', workflow: spec(['message']), given: 'zzz', hint: 'parameters of the workflow: message' },
  { title: 'there are none', workflow: spec([]), given: 'a', hint: 'parameters of the workflow: none' },
])('$title: is refused', ({ workflow, given, hint }) => {
  expect(() => requireKnownParameters({ metadata: {}, spec: workflow }, undefined, [{ name: given, value: '' }])).toThrow(
    expect.objectContaining({ message: `unknown parameter "${given}"`, hint }),
  );
});
