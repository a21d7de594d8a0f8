import type { Paint } from '../output/colours.ts';

/** One thing that is wrong, with its place where it is known. */
export interface LintError {
  readonly message: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly path?: string | undefined;
  readonly hint?: string | undefined;
}

/** What was found in one file. */
export interface LintResult {
  readonly file: string;
  /** How many documents were of a kind that is checked. */
  readonly checked: number;
  readonly errors: readonly LintError[];
}

export type LintFormat = 'pretty' | 'simple';

const INDENT = '   ';
const NOTHING = 'found nothing to lint in the specified paths, failing...';

/** Prints results as `argo lint` does (acceptance 9-041). */
export function lintText(results: readonly LintResult[], format: LintFormat, paint: Paint): string {
  return format === 'pretty' ? prettyText(results, paint) : simpleText(results);
}

/** 0 only if something was checked and all of it is right. */
export function lintExitCode(results: readonly LintResult[]): number {
  const failed = results.some(({ errors }) => errors.length > 0);
  return failed || !results.some(({ checked }) => checked > 0) ? 1 : 0;
}

function prettyText(results: readonly LintResult[], paint: Paint): string {
  const failed = results.filter(({ errors }) => errors.length > 0);
  const blocks = failed.map(
    ({ file, errors }) => `${paint('underline', file)}:\n${errors.map((error) => errorLines(file, error, paint)).join('')}\n`,
  );
  return `${blocks.join('')}${prettySummary(results, paint)}\n`;
}

/** The error in Argo's words; below it, what Argo does not say. */
function errorLines(file: string, { message, line, column, path, hint }: LintError, paint: Paint): string {
  const place = line === undefined ? '' : `${file}:${line}:${column ?? 1}`;
  const more = [place, path, hint].filter(Boolean).join(': ');
  return `${INDENT}${paint('red', '✖')} ${message}\n${more === '' ? '' : `${INDENT}  ${paint('dim', more)}\n`}`;
}

function prettySummary(results: readonly LintResult[], paint: Paint): string {
  const count = results.reduce((sum, { errors }) => sum + errors.length, 0);
  if (count > 0) return paint('red', `✖ ${count} linting errors found!`);
  return results.some(({ checked }) => checked > 0) ? `${paint('green', '✔')} no linting errors found!` : paint('red', `✖ ${NOTHING}`);
}

function simpleText(results: readonly LintResult[]): string {
  const lines = results.flatMap(({ file, errors }) => errors.map(({ message }) => `${file}: ${message}\n`));
  if (lines.length > 0) return lines.join('');
  return results.some(({ checked }) => checked > 0) ? 'no linting errors found!\n' : `${NOTHING}\n`;
}
