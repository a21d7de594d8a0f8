import { expect, test } from 'vitest';
import { painter } from '../output/colours.ts';
import { lintExitCode, lintText } from './lint-text.ts';

const good = { file: 'good.yaml', checked: 2, errors: [] };
const bad = {
  file: 'bad.yaml',
  checked: 1,
  errors: [
    { message: 'in "a" (Workflow): some error', line: 3, column: 5, path: 'spec', hint: 'try b' },
    { message: 'in "object #2" (Workflow): another' },
  ],
};
const foreign = { file: 'service.yaml', checked: 0, errors: [] };

test.each([
  { title: 'all is well', results: [good, foreign], code: 0, pretty: '✔ no linting errors found!\n', simple: 'no linting errors found!\n' },
  {
    title: 'errors',
    results: [good, bad],
    code: 1,
    pretty:
      'bad.yaml:\n   ✖ in "a" (Workflow): some error\n     bad.yaml:3:5: spec: try b\n   ✖ in "object #2" (Workflow): another\n\n✖ 2 linting errors found!\n',
    simple: 'bad.yaml: in "a" (Workflow): some error\nbad.yaml: in "object #2" (Workflow): another\n',
  },
  {
    title: 'nothing to lint',
    results: [foreign],
    code: 1,
    pretty: '✖ found nothing to lint in the specified paths, failing...\n',
    simple: 'found nothing to lint in the specified paths, failing...\n',
  },
])('$title', ({ results, code, pretty, simple }) => {
  expect(lintText(results, 'pretty', painter(false))).toBe(pretty);
  expect(lintText(results, 'simple', painter(false))).toBe(simple);
  expect(lintExitCode(results)).toBe(code);
});

test('file names are underlined and signs coloured on a terminal', () => {
  expect(lintText([{ file: 'f', checked: 1, errors: [{ message: 'e' }] }], 'pretty', painter(true))).toBe(
    '\u001b[4mf\u001b[0m:\n   \u001b[31m✖\u001b[0m e\n\n\u001b[31m✖ 1 linting errors found!\u001b[0m\n',
  );
});
