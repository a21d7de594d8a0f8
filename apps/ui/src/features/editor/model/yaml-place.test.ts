import { describe, expect, test } from 'vitest';
import { yamlPlace } from './yaml-place.ts';

/** The cursor is at the bar. */
function place(text: string) {
  const offset = text.indexOf('|');
  return yamlPlace(text.replace('|', ''), offset);
}

describe('[10-032] where the cursor is', () => {
  test.each([
    ['at the top', 'api|', [], undefined, 'api'],
    ['below a key', 'spec:\n  entry|', ['spec'], undefined, 'entry'],
    ['behind a key', 'spec:\n  entrypoint: ma|', ['spec'], 'entrypoint', 'ma'],
    ['behind a dash', 'spec:\n  templates:\n  - na|', ['spec', 'templates', 0], undefined, 'na'],
    ['below the first key of an item', 'spec:\n  templates:\n  - name: a\n    con|', ['spec', 'templates', 0], undefined, 'con'],
    [
      'in an object of an item',
      'spec:\n  templates:\n    - name: a\n      container:\n        im|',
      ['spec', 'templates', 0, 'container'],
      undefined,
      'im',
    ],
    ['back out again', 'spec:\n  templates:\n  - name: a\n    container:\n      image: x\n  - name: b\n  ent|', ['spec'], undefined, 'ent'],
    ['in a list of a list', 'steps:\n- - name: a\n    te|', ['steps', 0, 0], undefined, 'te'],
    ['in the second document', 'spec:\n  a: b\n---\nki|', [], undefined, 'ki'],
    ['past comments', 'spec:\n  # note\n\n  ent|', ['spec'], undefined, 'ent'],
  ])('%s', (_, text, path, ofKey, typed) => {
    const found = place(text);
    expect(found.path).toEqual(path);
    expect(found.ofKey).toBe(ofKey);
    expect(found.typed).toBe(typed);
  });

  test('knows the keys that are there', () => {
    expect(place('spec:\n  a: 1\n  |\n  b: 2\nc: 3').siblings.toSorted()).toEqual(['a', 'b']);
  });
});
