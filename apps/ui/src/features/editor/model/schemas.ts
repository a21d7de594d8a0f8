import type { Schema } from './schema-walk.ts';

const known = new Map<string, Promise<Schema | undefined>>();

/** The JSON Schema of a kind, as it was built with the interface; `undefined` where it cannot be read: then nothing is completed. */
export function readSchema(name: string): Promise<Schema | undefined> {
  const asked = known.get(name) ?? fetchSchema(name);
  known.set(name, asked);
  return asked;
}

async function fetchSchema(name: string): Promise<Schema | undefined> {
  const answer = await fetch(`assets/schemas/${name}.json`).catch(() => undefined);
  return answer?.ok ? ((await answer.json()) as Schema) : undefined;
}
