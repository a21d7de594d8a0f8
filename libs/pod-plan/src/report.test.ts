import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { decodeReport, encodeReport, type ExecutorReport, maxTerminationMessage, mergeReports } from './report.ts';

const compress = (json: string) => gzipSync(json).toString('base64');
const decompress = (text: string) => gunzipSync(Buffer.from(text, 'base64')).toString();
const report: ExecutorReport = { completed: true, outputs: { result: 'ü "quoted"\n', parameters: [{ name: 'a', value: '1' }] } };

test.each(['', 'failed to save outputs: no such file'])('message %j and report survive together', (message) => {
  expect(decodeReport(encodeReport(report, { message }) ?? '')).toEqual({ message, report });
});

test('a text without a report is all message', () => {
  expect(decodeReport('OOM')).toEqual({ message: 'OOM' });
});

test('a report that was cut off counts as not given, its message stays', () => {
  const text = encodeReport(report, { message: 'm' }) ?? '';
  expect(decodeReport(text.slice(0, -5))).toEqual({ message: 'm' });
});

test('a large report is compressed where that makes it fit', () => {
  const large: ExecutorReport = { completed: true, outputs: { result: 'abc '.repeat(5000) } };
  expect(encodeReport(large)).toBeUndefined();
  const text = encodeReport(large, { compress }) ?? '';
  expect(decodeReport(text, decompress)).toEqual({ message: '', report: large });
});

test('what does not fit at all must travel otherwise', () => {
  const noise = Array.from({ length: 9000 }, (_, index) => Math.imul(index, 2654435761) >>> 0).join('');
  expect(encodeReport({ completed: true, outputs: { result: noise } }, { compress })).toBeUndefined();
});

test('the limit counts bytes, and a long message gives way to the report', () => {
  const text = encodeReport(report, { message: 'ü'.repeat(5000) }) ?? '';
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxTerminationMessage);
  expect(decodeReport(text).report).toEqual(report);
});

test('the reports of the containers of one pod are one', () => {
  const logs: ExecutorReport = { completed: true, outputs: { artifacts: [{ name: 'main-logs' }] } };
  expect(mergeReports([])).toBeUndefined();
  expect(mergeReports([report])).toBe(report);
  expect(mergeReports([report, logs])).toEqual({ completed: true, outputs: { ...report.outputs, artifacts: [{ name: 'main-logs' }] } });
});
