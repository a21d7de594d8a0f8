import { decode, formatPath, type ManifestDocument, type ObjectMeta, type Problem, readManifests } from '@argosy/api';
import type { Io } from '../command.ts';
import { CliFailure } from '../failure.ts';
import { problemText } from './problem-text.ts';
import { readSources } from './read-sources.ts';

export interface ManifestObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: ObjectMeta;
  readonly [field: string]: unknown;
}

/** One document of a file, its fields decoded. */
export interface Manifest {
  readonly file: string;
  readonly kind: string;
  readonly object: ManifestObject;
  readonly locate: ManifestDocument['locate'];
}

export interface LoadOptions {
  /** Unknown fields are errors. */
  readonly strict: boolean;
  readonly directories: boolean;
  /** The kind of a document that names none. */
  readonly assume?: string;
}

/** Reads all documents of all files; what is wrong with any of them is one failure that names every place. */
export async function loadManifests(io: Io, places: readonly string[], options: LoadOptions): Promise<Manifest[]> {
  const sources = await readSources(places, { io, directories: options.directories });
  const results = sources.map(({ file, text }) => readManifests(text, { file, strict: options.strict }));
  const known = results.flatMap(({ documents }) => documents).map((document) => withKind(document, options));
  failOn([...results.flatMap(({ problems }) => problems), ...known.flatMap(({ problems }) => problems)]);
  return known.map(({ document }) => manifestOf(document));
}

const apiVersion = 'argoproj.io/v1alpha1';

interface KnownDocument {
  readonly document: ManifestDocument;
  readonly problems: readonly Problem[];
}

/** Argo takes a document that names no kind for one of the kind that the command is about, and one of that kind for one of its version. */
function withKind(document: ManifestDocument, { assume, strict }: LoadOptions): KnownDocument {
  if (assume === undefined) return { document, problems: [] };
  if (document.kind === assume) return { document: { ...document, value: { apiVersion, ...document.value } }, problems: [] };
  if (document.kind !== '') return { document, problems: [] };
  const { value, problems } = decode(assume, document.value);
  const object = { apiVersion, ...(value as object), kind: assume };
  return {
    document: { ...document, kind: assume, value: object },
    problems: problems
      .filter(({ severity }) => strict || severity === 'error')
      .map(({ at, ...problem }) => ({ ...problem, path: formatPath(at), file: document.file, ...document.locate(at) })),
  };
}

/** A document of the reader as the commands use it. */
export function manifestOf({ file, kind, value, locate }: ManifestDocument): Manifest {
  return { file, kind, locate, object: { ...value, metadata: (value['metadata'] as ObjectMeta | undefined) ?? {} } };
}

/** Ends the command if there are problems, with all of them in its message. */
export function failOn(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new CliFailure(problems.map(problemText).join('\n'));
}
