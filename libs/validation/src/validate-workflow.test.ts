import fs from 'node:fs';
import { formatPath, type WorkflowSpec } from '@argosy/api';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { validateCronWorkflow, validateWorkflow, validateWorkflowTemplate } from './validate-workflow.ts';

interface Row {
  readonly row: string;
  readonly about?: string;
  readonly spec: WorkflowSpec;
  readonly message?: string;
  readonly at?: string;
}

const container = { name: 't', container: { image: 'i' } };
const rows = (parse(fs.readFileSync(new URL('../testdata/rules.yaml', import.meta.url), 'utf8')) as Row[]).map((row) => ({
  ...row,
  spec: { ...row.spec, templates: (row.spec.templates ?? []).map((one) => ((one as unknown) === 't' ? container : one)) } as WorkflowSpec,
}));
const none = { workflowTemplate: () => undefined, clusterWorkflowTemplate: () => undefined };
const options = { templates: none, mode: 'controller' } as const;

describe('rules', () => {
  test.each(rows)('[$row] $about $message', ({ spec, message, at }) => {
    const [problem] = validateWorkflow({ metadata: { name: 'wf' }, spec }, options);
    expect(problem?.message).toBe(message);
    if (at !== undefined) expect(formatPath(problem?.at ?? [])).toBe(at);
  });

  test('names that are too long [12-001] [12-002] [13-183]', () => {
    const name = 'x'.repeat(64);
    const spec = { entrypoint: 't', templates: [container] } as unknown as WorkflowSpec;
    const long = `"${name}" must not be more than 63 characters long (currently 64)`;
    expect(validateWorkflow({ metadata: { name }, spec }, options)[0]?.message).toBe(`workflow name ${long}`);
    expect(validateWorkflowTemplate({ metadata: { name }, spec }, options)[0]?.message).toBe(`workflow template name ${long}`);
    const cron = { metadata: { name: 'x'.repeat(53) }, spec: { schedules: ['* * * * *'], workflowSpec: spec } };
    expect(validateCronWorkflow(cron, options)[0]?.message).toContain('must not be more than 52 characters long (currently 53)');
  });

  test('[12-005] a workflow of a template has no templates of its own', () => {
    const spec = { workflowTemplateRef: { name: 'tmpl' }, templates: [container] } as unknown as WorkflowSpec;
    expect(validateWorkflow({ metadata: { name: 'wf' }, spec }, options)[0]).toMatchObject({
      message: 'Templates is invalid field in spec if workflow referred WorkflowTemplate reference',
      at: ['spec', 'templates'],
    });
  });

  test.each([
    [{ schedules: [] }, 'cron workflow must have at least one schedule'],
    [{ schedules: ['61 * * * *'] }, /^cron schedule 61 \* \* \* \* is malformed: /],
    [{ schedules: ['* * * * *'], timezone: 'Mars/Base' }, /^invalid timezone "Mars\/Base": /],
    [{ schedules: ['* * * * *'], concurrencyPolicy: 'Maybe' }, "'Maybe' is not a valid concurrencyPolicy"],
    [{ schedules: ['* * * * *'], startingDeadlineSeconds: -1 }, 'startingDeadlineSeconds must be positive'],
    [{ schedules: ['* * * * *'] }, 'cannot validate Workflow: spec.entrypoint is required'],
  ])('[12-003] cron %j', (fields, message) => {
    const cron = { metadata: { name: 'c' }, spec: { workflowSpec: {}, ...fields } };
    expect(validateCronWorkflow(cron as never, options)[0]?.message).toMatch(message);
  });

  test('[13-145] what does not have the type of its field is told, here and in a template that is referred to', () => {
    const bad = { entrypoint: 't', arguments: { parameters: { p: 'v' } }, templates: [container] } as unknown as WorkflowSpec;
    const [problem] = validateWorkflow({ metadata: { name: 'wf' }, spec: bad }, options);
    expect(problem?.message).toContain('cannot unmarshal spec.arguments.parameters: ');
    const tagged = { entrypoint: 't', templates: [{ ...container, daemon: '{{workflow.name}}' }] } as unknown as WorkflowSpec;
    expect(validateWorkflow({ metadata: { name: 'wf' }, spec: tagged }, options)[0]?.message).toContain('daemon');
    const templates = { ...none, workflowTemplate: () => ({ spec: bad }) };
    const spec = { workflowTemplateRef: { name: 'tmpl' } } as WorkflowSpec;
    expect(validateWorkflow({ metadata: { name: 'wf' }, spec }, { ...options, templates })[0]?.message).toContain(
      'WorkflowTemplate tmpl: ',
    );
  });

  test('the entrypoint of a template that is not run as it stands gets its inputs later', () => {
    const spec = { entrypoint: 'e', templates: [{ name: 'e', inputs: { parameters: [{ name: 'p' }] }, container: { image: 'i' } }] };
    expect(validateWorkflowTemplate({ metadata: { name: 'w' }, spec } as never, { ...options, mode: 'lint' })).toEqual([]);
    expect(validateWorkflow({ metadata: { name: 'w' }, spec } as never, options)).toHaveLength(1);
  });

  test('a template that stands alone may use parameters of the workflow that will use it', () => {
    const spec = { templates: [{ name: 'e', container: { image: 'i', args: ['{{workflow.parameters.later}}'] } }] };
    expect(validateWorkflowTemplate({ metadata: { name: 'w' }, spec } as never, options)).toEqual([]);
    const entered = { ...spec, entrypoint: 'e' };
    expect(validateWorkflow({ metadata: { name: 'w' }, spec: entered } as never, options)).toHaveLength(1);
  });

  test('what nothing leads to is checked, too, in time that grows with the size', () => {
    const templates = Array.from({ length: 5000 }, (_, index) => ({ name: `t${index}`, container: { image: 'i' } }));
    const odd = { name: 'odd', container: { image: 'i', args: ['{{inputs.parameters.x}}'] } };
    const spec = { entrypoint: 't0', templates: [...templates, odd] } as unknown as WorkflowSpec;
    const [problem] = validateWorkflow({ metadata: { name: 'wf' }, spec }, options);
    expect(formatPath(problem?.at ?? [])).toBe('spec.templates[5000].container.args[0]');
  });
});
