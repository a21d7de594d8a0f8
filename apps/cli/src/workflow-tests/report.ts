import type { Paint } from '../output/colours.ts';
import { workflowTreeText } from '../output/workflow-tree.ts';
import type { FileResult, TestResult } from './run-tests.ts';

export type ReportFormat = 'pretty' | 'json' | 'junit';

/** Counts of a whole run. */
export function totals(files: readonly FileResult[]): { readonly tests: number; readonly failed: number } {
  const results = files.flatMap(({ results: own }) => own);
  return { tests: results.length, failed: results.filter(({ failures }) => failures.length > 0).length };
}

/** Prints what became of the tests. */
export function reportText(files: readonly FileResult[], format: ReportFormat, paint: Paint): string {
  if (format === 'json') return `${JSON.stringify(files.map(plainFile), null, 2)}\n`;
  return format === 'junit' ? junit(files) : pretty(files, paint);
}

function pretty(files: readonly FileResult[], paint: Paint): string {
  const blocks = files.map(
    ({ file, results }) => `${paint('underline', file)}\n${results.map((result) => resultLines(file, result, paint)).join('')}\n`,
  );
  const { tests, failed } = totals(files);
  const took = files.flatMap(({ results }) => results).reduce((sum, result) => sum + result.took, 0);
  const summary = failed === 0 ? paint('green', `✔ ${tests} tests passed`) : paint('red', `✖ ${failed} of ${tests} tests failed`);
  return `${blocks.join('')}${summary} ${paint('dim', `(${took} ms)`)}\n`;
}

function resultLines(file: string, { name, line, failures, took, simulation }: TestResult, paint: Paint): string {
  if (failures.length === 0) return `  ${paint('green', '✔')} ${name} ${paint('dim', `(${took} ms)`)}\n`;
  const place = paint('dim', `${file}:${line}`);
  const reasons = failures.map((failure) => `      ${failure.replaceAll('\n', '\n      ')}\n`).join('');
  const tree = simulation ? workflowTreeText(simulation.workflow, { format: 'default', paint, utf8: true, now: endOf(simulation) }) : '';
  return `  ${paint('red', '✖')} ${name} ${place}\n${reasons}${tree === '' ? '' : `\n${indented(tree)}\n`}`;
}

function endOf({ workflow, lasted }: NonNullable<TestResult['simulation']>): number {
  return Date.parse(String(workflow.metadata.creationTimestamp)) + lasted;
}

const MOST_LINES = 60;

function indented(text: string): string {
  const lines = text.trimEnd().split('\n');
  const left = lines.length > MOST_LINES ? [`… and ${lines.length - MOST_LINES} more`] : [];
  return [...lines.slice(0, MOST_LINES), ...left].map((line) => `      ${line.trimEnd()}\n`).join('');
}

function plainFile({ file, results }: FileResult): object {
  return {
    file,
    tests: results.map(({ name, line, failures, took, simulation }) => ({
      name,
      line,
      passed: failures.length === 0,
      failures,
      milliseconds: took,
      ...(simulation && { phase: simulation.workflow.status?.phase, nodes: nodePhases(simulation) }),
    })),
  };
}

function nodePhases({ workflow }: NonNullable<TestResult['simulation']>): object {
  return Object.fromEntries(Object.values(workflow.status?.nodes ?? {}).map(({ name, phase }) => [name, phase]));
}

/** The XML that CI systems read. */
function junit(files: readonly FileResult[]): string {
  const suites = files.map(({ file, results }) => {
    const failed = results.filter(({ failures }) => failures.length > 0).length;
    const cases = results.map((result) => testcase(file, result)).join('');
    return `  <testsuite name="${escaped(file)}" tests="${results.length}" failures="${failed}">\n${cases}  </testsuite>\n`;
  });
  const { tests, failed } = totals(files);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites tests="${tests}" failures="${failed}">\n${suites.join('')}</testsuites>\n`;
}

function testcase(file: string, { name, line, failures, took }: TestResult): string {
  const attributes = `classname="${escaped(file)}" name="${escaped(name)}" file="${escaped(file)}" line="${line}" time="${took / 1000}"`;
  if (failures.length === 0) return `    <testcase ${attributes}/>\n`;
  return `    <testcase ${attributes}>\n      <failure message="${escaped(failures[0] ?? '')}">${escaped(failures.join('\n'))}</failure>\n    </testcase>\n`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
