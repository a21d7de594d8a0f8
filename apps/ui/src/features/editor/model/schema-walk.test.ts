import fs from 'node:fs';
import { expect, test } from 'vitest';
import { propertiesOf, type Schema, schemaAt, valuesOfSchema } from './schema-walk.ts';

const root = JSON.parse(
  fs.readFileSync(new URL('../../../../../../docs/reference/schemas/workflows.json', import.meta.url), 'utf8'),
) as Schema;

test.each([
  [['spec'], 'entrypoint'],
  [['spec', 'templates', 0], 'container'],
  [['spec', 'templates', 0, 'container'], 'image'],
  [['spec', 'templates', 0, 'dag', 'tasks', 0], 'depends'],
  [['metadata'], 'labels'],
])('[10-032] %j offers %s', (path, property) => {
  const schema = schemaAt(root, path) as Schema;
  expect(Object.keys(propertiesOf(root, schema))).toContain(property);
});

test('[10-032] values that can be listed are', () => {
  const schema = schemaAt(root, ['spec', 'templates', 0, 'container', 'imagePullPolicy']) as Schema;
  const suspend = schemaAt(root, ['spec', 'suspend']) as Schema;
  expect(valuesOfSchema(root, suspend)).toEqual(['true', 'false']);
  expect(schema).toBeDefined();
});

test('what the schema does not know gives nothing', () => {
  expect(schemaAt(root, ['spec', 'nonsense', 'deeper'])).toBeUndefined();
});
