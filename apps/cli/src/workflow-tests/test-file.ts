import { type Document, isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import { CliFailure } from '../failure.ts';
import type { ManifestSource } from '../manifests/read-sources.ts';
import { checkShape, type ShapeProblem, type ValuePath } from './shape.ts';
import { TEST_FILE } from './test-file-shape.ts';

/** A test file as it is written; its shape was checked. */
export interface TestFile extends TestDefaults {
  readonly file: string;
  readonly files?: readonly string[];
  readonly tests: readonly WrittenTest[];
  /** The line of the test with this number. */
  lineOf(test: number): number;
}

interface TestDefaults {
  /** A file, or the workflow itself. */
  readonly workflow?: string | object;
  /** `kind/name` of a template or cron workflow among the files. */
  readonly from?: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly mocks?: readonly WrittenMock[];
}

export interface WrittenTest extends TestDefaults {
  readonly name: string;
  readonly entrypoint?: string;
  readonly do?: readonly WrittenIntervention[];
  readonly expect?: Expectation;
}

export interface WrittenOutcome {
  readonly phase?: 'Succeeded' | 'Failed' | 'Error';
  readonly exitCode?: number;
  readonly message?: string;
  readonly result?: unknown;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly takes?: string | number;
}

export interface WrittenMock extends WrittenOutcome {
  readonly node?: string;
  readonly template?: string;
  readonly outcomes?: readonly WrittenOutcome[];
}

export interface WrittenIntervention {
  readonly at: string | number;
  readonly stop?: string | boolean;
  readonly terminate?: string | boolean;
  readonly suspend?: string | boolean;
  readonly resume?: string | boolean;
}

export interface Expectation {
  readonly phase?: string;
  readonly message?: string;
  readonly progress?: string;
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** Of the whole workflow, by path. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** By display name; null: there is no such node. */
  readonly nodes?: Readonly<Record<string, string | null | readonly string[] | NodeExpectation>>;
  /** Display names in the order in which they started. */
  readonly order?: readonly string[];
  readonly pods?: number;
  readonly lasts?: string | number;
}

export interface NodeExpectation {
  readonly phase?: string | readonly string[];
  readonly type?: string;
  readonly message?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly result?: unknown;
  readonly pod?: {
    readonly image?: string;
    readonly command?: readonly unknown[];
    readonly env?: Readonly<Record<string, unknown>>;
    /** Of the whole pod, by path: `metadata.labels[team]`. */
    readonly fields?: Readonly<Record<string, unknown>>;
  };
}

/** Reads a test file; whatever is wrong with it is one failure that names every place. */
export function readTestFile({ file, text }: ManifestSource): TestFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number): string => `${file}:${lines.linePos(offset).line}:${lines.linePos(offset).col}`;
  const [error] = document.errors;
  if (error) throw new CliFailure(`${place(error.pos[0])}: ${error.message}`, { cause: error });
  const value: unknown = document.toJS() ?? {};
  const problems = checkShape(value, TEST_FILE);
  if (problems.length > 0)
    throw new CliFailure(problems.map((problem) => problemLine(problem, place(offsetOf(document, problem.at)))).join('\n'));
  const content = value as Omit<TestFile, 'file' | 'lineOf'>;
  return { ...content, file, lineOf: (test) => lines.linePos(offsetOf(document, ['tests', test])).line };
}

function problemLine({ at, message, hint }: ShapeProblem, place: string): string {
  const where = at.length === 0 ? '' : `${at.join('.')}: `;
  return `${place}: ${where}${message}${hint ? `\n  Hint: ${hint}` : ''}`;
}

/** Where a value begins, with its key; the nearest one around it that has a place of its own. */
function offsetOf(document: Document, at: ValuePath): number {
  for (let length = at.length; length > 0; length--) {
    const parent: unknown = length === 1 ? document.contents : document.getIn(at.slice(0, length - 1), true);
    const pair = isMap(parent) ? parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(at[length - 1])) : undefined;
    const found = pair?.key ?? document.getIn(at.slice(0, length), true);
    const range = (found as { readonly range?: readonly number[] | null } | undefined)?.range;
    if (range) return range[0] ?? 0;
  }
  return 0;
}
