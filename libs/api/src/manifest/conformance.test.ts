import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readManifests } from './read-manifests.ts';

const corpus = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../../../shared/conformance');
const present = fs.existsSync(corpus);
if (!present) console.warn(`skipped: the conformance corpus is not at ${corpus}`);

interface Entry {
  readonly id: string;
  readonly file: string;
  readonly malformed?: boolean;
}

test.skipIf(!present)('every manifest of the corpus is read as upstream reads it', () => {
  const expected = JSON.parse(fs.readFileSync(path.join(corpus, 'documents.json'), 'utf8')) as Record<
    string,
    readonly Record<string, unknown>[]
  >;
  const index = JSON.parse(fs.readFileSync(path.join(corpus, 'index.json'), 'utf8')) as
    | readonly Entry[]
    | { readonly entries: readonly Entry[] };
  const entries = Array.isArray(index) ? (index as readonly Entry[]) : (index as { readonly entries: readonly Entry[] }).entries;
  const wrong: string[] = [];
  for (const { id, file, malformed } of entries) {
    const documents = expected[id];
    if (!documents || malformed) continue;
    const { documents: read, problems } = readManifests(fs.readFileSync(path.join(corpus, file), 'utf8'), { file, strict: false });
    if (problems.some(({ code }) => code === 'YAML') || read.length !== documents.length)
      wrong.push(`${id}: ${problems[0]?.message ?? `${read.length} documents, not ${documents.length}`}`);
  }
  expect(wrong).toEqual([]);
});
