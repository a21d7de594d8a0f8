import type { Shape } from './shape.ts';

const text: Shape = { kind: 'text' };
const scalar: Shape = { kind: 'scalar' };
const number: Shape = { kind: 'number' };
const any: Shape = { kind: 'any' };
const values: Shape = { kind: 'map', of: any };

const outcomeFields: Readonly<Record<string, Shape>> = {
  phase: { kind: 'choice', of: ['Succeeded', 'Failed', 'Error'] },
  exitCode: number,
  message: text,
  result: any,
  parameters: values,
  takes: scalar,
};

const mock: Shape = {
  kind: 'object',
  fields: {
    node: text,
    template: text,
    ...outcomeFields,
    outcomes: { kind: 'list', of: { kind: 'object', fields: outcomeFields } },
  },
};

const pod: Shape = {
  kind: 'object',
  fields: { image: text, command: { kind: 'list', of: scalar }, env: values, fields: values },
};

const node: Shape = {
  kind: 'forms',
  scalar,
  list: { kind: 'list', of: scalar },
  map: {
    kind: 'object',
    fields: {
      phase: { kind: 'forms', scalar, list: { kind: 'list', of: scalar } },
      type: text,
      message: { kind: 'scalar' },
      inputs: values,
      outputs: values,
      result: any,
      pod,
    },
  },
};

const expectation: Shape = {
  kind: 'object',
  fields: {
    phase: { kind: 'choice', of: ['Succeeded', 'Failed', 'Error', 'Running', 'Pending'] },
    message: scalar,
    progress: text,
    outputs: values,
    fields: values,
    nodes: { kind: 'map', of: node },
    order: { kind: 'list', of: text },
    pods: number,
    lasts: scalar,
  },
};

const intervention: Shape = {
  kind: 'object',
  fields: { at: scalar, stop: scalar, terminate: scalar, suspend: scalar, resume: scalar },
  required: ['at'],
};

const test: Shape = {
  kind: 'object',
  fields: {
    name: text,
    workflow: { kind: 'forms', scalar: text, map: any },
    from: text,
    entrypoint: text,
    parameters: values,
    mocks: { kind: 'list', of: mock },
    do: { kind: 'list', of: intervention },
    expect: expectation,
  },
  required: ['name'],
};

/** What a test file of workflows holds; docs/guides/testing-workflows.md tells what each field means. */
export const TEST_FILE: Shape = {
  kind: 'object',
  fields: {
    workflow: { kind: 'forms', scalar: text, map: any },
    from: text,
    files: { kind: 'list', of: text },
    parameters: values,
    mocks: { kind: 'list', of: mock },
    tests: { kind: 'list', of: test },
  },
  required: ['tests'],
};
