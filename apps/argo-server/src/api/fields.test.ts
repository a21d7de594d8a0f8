import { describe, expect, test } from 'vitest';
import { fieldFilter } from './fields.ts';

const list = {
  metadata: { resourceVersion: '7' },
  items: [
    {
      metadata: { name: 'a', labels: { 'a.b/c': 'd' } },
      spec: { suspend: true, templates: [{ name: 'main' }] },
      status: { phase: 'Running' },
    },
  ],
};

describe('fields of an answer [8-028]', () => {
  test.each([
    { fields: '', want: list },
    { fields: 'items.metadata.name', want: { items: [{ metadata: { name: 'a' } }] } },
    { fields: 'metadata,items.spec', want: { metadata: list.metadata, items: [{ spec: list.items[0]?.spec }] } },
    { fields: 'items.spec,items.spec.suspend', want: { items: [{ spec: list.items[0]?.spec }] } },
    { fields: 'items.nothing', want: { items: [{}] } },
    { fields: '-items.spec,items.status', want: { metadata: list.metadata, items: [{ metadata: list.items[0]?.metadata }] } },
    { fields: '-metadata,-items.spec.templates.name', want: { items: [{ ...list.items[0], spec: { suspend: true, templates: [{}] } }] } },
  ])('$fields', ({ fields, want }) => {
    expect(fieldFilter(fields).apply(list)).toEqual(want);
  });

  test.each([
    { fields: '', path: 'spec.templates', want: false },
    { fields: 'result.object.metadata', path: 'spec.templates', want: true },
    { fields: 'result.object.spec', path: 'spec.templates', want: false },
    { fields: 'result.object.spec.templates.name', path: 'spec.templates', want: false },
    { fields: '-result.object.spec', path: 'spec.templates', want: true },
    { fields: '-result.object.spec.templates.name', path: 'spec.templates', want: false },
  ])('$path need not be read for $fields: $want', ({ fields, path, want }) => {
    expect(fieldFilter(fields, 'result.object.').excludes(path)).toBe(want);
  });
});
