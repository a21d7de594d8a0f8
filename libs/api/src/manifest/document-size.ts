import type { Problem } from './problem.ts';

const megabyte = 1024 * 1024;
/** A Kubernetes API server takes no request that is larger. */
const largest = 3 * megabyte;

/**
 * Finds documents that no API server would take, by their text: indentation and lines of comments do not count. Parsing them would cost seconds
 * and a gigabyte, only to have them refused afterwards.
 */
export function tooLargeDocuments(text: string, file: string): readonly Problem[] {
  if (text.length <= largest) return [];
  const problems: Problem[] = [];
  let [start, size, line] = [1, 0, 0];
  const close = (): void => {
    if (size > largest) problems.push({ code: 'TOO_LARGE', message: tooLarge(size), file, line: start, column: 1, hint });
  };
  for (const content of linesOf(text)) {
    line++;
    if (/^---(\s|$)/.test(content)) {
      close();
      [start, size] = [line, 0];
    } else size += contentLength(content);
  }
  close();
  return problems;
}

const hint = 'data of that size belongs into an artifact or a volume';

function tooLarge(size: number): string {
  return `the object is ${(size / megabyte).toFixed(1)} MB: the limit of Kubernetes is ${largest / megabyte} MB`;
}

function* linesOf(text: string): Generator<string> {
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\n', from);
    yield text.slice(from, end < 0 ? undefined : end + 1);
    from = end < 0 ? text.length : end + 1;
  }
}

function contentLength(line: string): number {
  const content = line.trimStart();
  return content.startsWith('#') ? 0 : content.length;
}
