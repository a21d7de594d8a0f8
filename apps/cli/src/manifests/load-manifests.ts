import { type ManifestDocument, type ObjectMeta, type Problem, readManifests } from '@argosy/api';
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
}

/** Reads all documents of all files; what is wrong with any of them is one failure that names every place. */
export async function loadManifests(io: Io, places: readonly string[], options: LoadOptions): Promise<Manifest[]> {
  const sources = await readSources(places, { io, directories: options.directories });
  const results = sources.map(({ file, text }) => readManifests(text, { file, strict: options.strict }));
  failOn(results.flatMap(({ problems }) => problems));
  return results.flatMap(({ documents }) => documents).map(manifestOf);
}

/** A document of the reader as the commands use it. */
export function manifestOf({ file, kind, value, locate }: ManifestDocument): Manifest {
  return { file, kind, locate, object: { ...value, metadata: (value['metadata'] as ObjectMeta | undefined) ?? {} } };
}

/** Ends the command if there are problems, with all of them in its message. */
export function failOn(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new CliFailure(problems.map(problemText).join('\n'));
}
