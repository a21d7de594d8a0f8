import { describe, expect, test } from 'vitest';
import { absent, Scope } from './scope.ts';
import { substitute } from './substitute.ts';

const scope = new Scope(undefined, [
  ['inputs.parameters.message', 'a "quoted" {{workflow.name}}'],
  ['workflow.name', 'wf'],
  ['inputs.parameters.key', 'message'],
  ['tasks.skipped.outputs.result', absent],
]);
const run = <T>(value: T) => substitute(value, { scope, input: { now: 0, seed: '' } });

describe('substitute', () => {
  test('values are inserted as they are, tags in them stay', () => {
    expect(run({ args: ['say {{inputs.parameters.message}}', '{{ workflow.name }}-x'] }).value).toEqual({
      args: ['say a "quoted" {{workflow.name}}', 'wf-x'],
    });
  });
  test('what has no tags keeps its identity', () => {
    const value = { a: ['b'], c: { d: '{{workflow.name}}' } };
    expect(run(value).value.a).toBe(value.a);
  });
  test('an unknown tag stays and is reported with its place [3-002]', () => {
    expect(run({ a: [{ b: '{{item}} {{workflow.name}}' }] })).toEqual({
      value: { a: [{ b: '{{item}} wf' }] },
      problems: [{ kind: 'unresolved', tag: 'item', message: 'failed to resolve {{item}}', at: ['a', 0, 'b'] }],
    });
  });
  test('of nested tags the inner one comes first [3-006]', () => {
    expect(run('{{inputs.parameters.{{inputs.parameters.key}}}}').value).toBe('a "quoted" {{workflow.name}}');
    expect(run('{{inputs.parameters.{{inputs.parameters.nothing}}}}').value).toBe('{{inputs.parameters.{{inputs.parameters.nothing}}}}');
    expect(run('{{inputs.parameters.{{workflow.name}}}}').problems[0]?.message).toBe('failed to resolve {{inputs.parameters.wf}}');
    expect(run('{{ never closed {{workflow.name}}').value).toBe('{{ never closed wf');
  });
  test('a tag inside a text of an expression cannot break out of it', () => {
    expect(run(`{{='{{inputs.parameters.message}}' + "{{workflow.name}}"}}`).value).toBe('a "quoted" {{workflow.name}}wf');
    expect(run(`{{="{{inputs.parameters.message}}"}}`).value).toBe('a "quoted" {{workflow.name}}');
    expect(run('{{=len(inputs.parameters.{{inputs.parameters.key}})}}').value).toBe('28');
  });
  test('expressions: text raw, everything else as JSON; missing variables leave the tag', () => {
    expect(run('{{=workflow.name + "!"}} {{={a: [1.0, true]}}} {{=item + 1}}').value).toBe('wf! {"a":[1,true]} {{=item + 1}}');
  });
  test('an absent optional is an error in a tag and nil in an expression', () => {
    expect(run('{{tasks.skipped.outputs.result}}').problems[0]?.kind).toBe('absent');
    expect(run("{{=tasks.skipped.outputs.result ?? 'none'}}").value).toBe('none');
  });
});
