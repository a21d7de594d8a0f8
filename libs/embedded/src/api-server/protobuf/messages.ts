import { messageLines } from './messages.gen.ts';

export type Scalar = 'string' | 'bytes' | 'int' | 'double' | 'bool';

/** One field of a message: its name in JSON, and whether its value is a scalar or the message of a name. */
export interface Field {
  readonly name: string;
  readonly type: string;
  /** `inline`: the fields of the message belong to the one around it. */
  readonly shape: 'one' | 'list' | 'map' | 'inline';
}

export type Fields = ReadonlyMap<number, Field>;

/** The fields of a message by their numbers; undefined for one that clients do not send as protobuf. */
export function fieldsOfMessage(name: string): Fields | undefined {
  const known = messages.get(name);
  if (known) return known;
  lines ??= new Map(
    messageLines
      .trim()
      .split('\n')
      .map((line) => line.split('\t') as [string, string]),
  );
  const line = lines.get(name);
  if (line === undefined) return undefined;
  const fields: Fields = new Map(line.split(' ').filter(Boolean).map(readField));
  messages.set(name, fields);
  return fields;
}

const messages = new Map<string, Fields>();
let lines: ReadonlyMap<string, string> | undefined;

const shapes: Readonly<Record<string, Field['shape']>> = { '': 'one', '[]': 'list', '{}': 'map', '^': 'inline' };

function readField(text: string): readonly [number, Field] {
  const [, number = '', name = '', shape = '', type = ''] = /^(\d+):(\w+):(\[\]|\{\}|\^|)(\w+)$/.exec(text) ?? [];
  return [Number(number), { name, type, shape: shapes[shape] ?? 'one' }];
}
