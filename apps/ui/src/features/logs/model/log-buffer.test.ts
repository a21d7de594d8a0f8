import { describe, expect, test } from 'vitest';
import { ansiSpans, plainText } from './ansi.ts';
import { lineRange, LogBuffer, searchLines } from './log-buffer.ts';

const stamp = (second: number): string => `2026-11-27T10:00:0${second}.123456789Z`;
const entry = (second: number, text: string, podName = 'p') => ({ content: `${stamp(second)} ${text}`, podName });

describe('[10-026] lines of a log', () => {
  test('have their time apart from their text', () => {
    const buffer = new LogBuffer();
    buffer.append([entry(1, 'one'), { content: 'no time\n' }]);
    expect(buffer.lines).toEqual([
      { text: 'one', pod: 'p', at: Date.parse(stamp(1)) },
      { text: 'no time', pod: '' },
    ]);
  });

  test('are neither lost nor doubled when the stream begins anew', () => {
    const buffer = new LogBuffer();
    buffer.append([entry(1, 'a'), entry(2, 'b'), entry(1, 'x', 'q')]);
    buffer.expectRepeats();
    buffer.append([entry(1, 'a'), entry(2, 'b'), entry(3, 'c'), entry(1, 'x', 'q'), entry(4, 'y', 'q')]);
    expect(buffer.lines.map(({ text }) => text)).toEqual(['a', 'b', 'x', 'c', 'y']);
  });
});

describe('[10-027] search', () => {
  const buffer = new LogBuffer();
  buffer.append(['INFO start', 'ERROR disk', 'error net', 'a+b'].map((content) => ({ content })));
  test.each([
    [{ text: 'error', regexp: false, matchCase: false }, [1, 2]],
    [{ text: 'error', regexp: false, matchCase: true }, [2]],
    [{ text: '^(info|error)', regexp: true, matchCase: false }, [0, 1, 2]],
    [{ text: 'a+b', regexp: false, matchCase: false }, [3]],
    [{ text: '(', regexp: true, matchCase: false }, []],
    [{ text: '', regexp: false, matchCase: false }, []],
  ])('%j finds %j', (search, want) => {
    expect(searchLines(buffer.lines, search)).toEqual(want);
  });
});

const esc = String.fromCharCode(27);
test.each([
  ['plain', [{ text: 'plain' }]],
  [`${esc}[31mred${esc}[0m rest`, [{ text: 'red', colour: 1 }, { text: ' rest' }]],
  [`${esc}[1;38;5;196mhot${esc}[22;39m`, [{ text: 'hot', bold: true, colour: 'rgb(255 0 0)' }]],
  [`${esc}[38;2;1;2;3mrgb`, [{ text: 'rgb', colour: 'rgb(1 2 3)' }]],
  [`${esc}[2Kgone ${esc}[92mok`, [{ text: 'gone ' }, { text: 'ok', colour: 10 }]],
])('colours of %j', (line, want) => {
  expect(ansiSpans(line)).toEqual(want);
});

test('a download has no escape sequences', () => {
  expect(plainText(`${esc}[31mred${esc}[0m`)).toBe('red');
});

test.each([
  ['120-140', { from: 120, to: 140 }],
  ['7', { from: 7, to: 7 }],
  ['x', undefined],
  [null, undefined],
])('the lines %j of an address', (text, want) => {
  expect(lineRange(text)).toEqual(want);
});
