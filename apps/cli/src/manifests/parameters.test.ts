import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readParameters } from './parameters.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'argo-parameters-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));
const io = {
  cwd: folder,
  outputIsTerminal: false,
  errorIsTerminal: false,
  columns: 80,
  out: () => undefined,
  error: () => undefined,
  readInput: async () => new Uint8Array(),
};

test.each([
  { title: 'values may contain =', given: ['a=b=c', 'empty='], file: '', want: { a: 'b=c', empty: '' } },
  { title: 'a file adds to flags, which win', given: ['a=1'], file: 'a: 2\nb: text\n', want: { a: '1', b: 'text' } },
  {
    title: 'numbers keep their spelling',
    given: [],
    file: 'a: 1.0\nb: 0755\nc: 12345678901234567890\n',
    want: { a: '1.0', b: '0755', c: '12345678901234567890' },
  },
  { title: 'lists and maps become JSON', given: [], file: 'a: [1, x]\nb: {k: true}\n', want: { a: '[1,"x"]', b: '{"k":true}' } },
  { title: 'JSON is YAML', given: [], file: '{"a": "1", "b": null}', want: { a: '1', b: 'null' } },
])('$title', async ({ given, file, want }) => {
  if (file !== '') fs.writeFileSync(path.join(folder, 'file.yaml'), file);
  const parameters = await readParameters(given, file === '' ? '' : 'file.yaml', io);
  expect(Object.fromEntries(parameters.map(({ name, value }) => [name, value]))).toEqual(want);
});

test.each([
  { given: ['novalue'], file: '', message: 'expected parameter of the form: NAME=VALUE. Received: novalue' },
  { given: [], file: '- a\n', message: 'file.yaml: a map of parameter names to values is expected' },
])('refuses $given $file', async ({ given, file, message }) => {
  if (file !== '') fs.writeFileSync(path.join(folder, 'file.yaml'), file);
  await expect(readParameters(given, file === '' ? '' : 'file.yaml', io)).rejects.toThrow(message);
});
