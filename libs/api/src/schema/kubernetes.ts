import type { TSchema } from 'typebox';
import { kubernetesTypes } from './kubernetes-types.gen.ts';
import {
  anything,
  boolean,
  type Definitions,
  integer,
  intOrString,
  list,
  map,
  number,
  object,
  quantity,
  ref,
  string,
  time,
  timeOrNull,
} from './shorthand.ts';

/** Objects that programs annotate with fields of their own, or whose newer fields must get through. */
const open: ReadonlySet<string> = new Set(['ObjectMeta']);

function typeOf(name: string, notation: string): TSchema {
  const required: string[] = [];
  const fields: Record<string, TSchema> = {};
  for (const word of notation.split(' ')) {
    const [field = '', type = ''] = word.split(':');
    if (field.endsWith('!')) required.push(field.slice(0, -1));
    fields[field.replace('!', '')] = fieldOf(type);
  }
  return object(`Kubernetes' ${name}.`, fields, { required, open: open.has(name) });
}

const scalars: Readonly<Record<string, (description: string) => TSchema>> = {
  string,
  boolean,
  int: integer,
  number,
  time,
  timeOrNull,
  quantity,
  intOrString,
  any: anything,
};

function fieldOf(type: string): TSchema {
  if (type.endsWith('[]')) return list(fieldOf(type.slice(0, -2)), '');
  if (type.endsWith('{}')) return map(fieldOf(type.slice(0, -2)), '');
  return scalars[type]?.('') ?? ref(type, '');
}

/** Types that are Kubernetes' own; their reference describes their fields. */
export const kubernetesDefinitions: Definitions = Object.fromEntries(
  Object.entries(kubernetesTypes).map(([name, fields]) => [name, typeOf(name, fields)]),
);
