import type { GivenParameter } from '@argosy/submission';
import { isMap, isScalar, parseDocument } from 'yaml';
import type { Io } from '../command.ts';
import { CliFailure } from '../failure.ts';
import { readSources } from './read-sources.ts';

/** Reads `-p NAME=VALUE` and parameter files; what is given by -p wins. */
export async function readParameters(given: readonly string[], file: string, io: Io): Promise<GivenParameter[]> {
  const parameters = new Map<string, string>();
  for (const term of given) {
    const split = term.indexOf('=');
    if (split < 0) throw new CliFailure(`expected parameter of the form: NAME=VALUE. Received: ${term}`);
    parameters.set(term.slice(0, split), term.slice(split + 1));
  }
  for (const [name, value] of file === '' ? [] : await fileParameters(file, io)) if (!parameters.has(name)) parameters.set(name, value);
  return [...parameters].map(([name, value]) => ({ name, value }));
}

/** The terms as they were given, once it is known that each is a name and a value. */
export function checkedParameters(terms: readonly string[]): readonly string[] {
  for (const term of terms) if (!term.includes('=')) throw new CliFailure(`expected parameter of the form: NAME=VALUE. Received: ${term}`);
  return terms;
}

async function fileParameters(file: string, io: Io): Promise<[string, string][]> {
  const [source] = await readSources([file], { io, directories: false });
  const document = parseDocument(source?.text ?? '');
  const [error] = document.errors;
  if (error) throw new CliFailure(`${file}: ${error.message}`, { cause: error });
  if (document.contents === null) return [];
  if (!isMap(document.contents)) throw new CliFailure(`${file}: a map of parameter names to values is expected`);
  return document.contents.items.map(({ key, value }) => [String(key), asText(value)]);
}

/** Numbers keep their spelling; lists and maps become the JSON that stands for them. */
function asText(value: unknown): string {
  if (!isScalar(value)) return JSON.stringify((value as { toJSON?: () => unknown } | null)?.toJSON?.() ?? null);
  return typeof value.value === 'string' ? value.value : (value.source ?? String(value.value));
}
