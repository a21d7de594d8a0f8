import { ExpressionError } from '../expression-error.ts';
import { asArray, compare, equal, isMap, toText } from '../values.ts';
import { type Builtin, builtin, type Predicate } from './builtin.ts';

type Test = (item: unknown, index: number) => boolean;

function test(predicate: unknown, name: string): Test {
  if (typeof predicate !== 'function') throw new ExpressionError(`${name} needs a predicate`);
  return (item, index) => {
    const value = (predicate as Predicate)(item, index);
    if (typeof value !== 'boolean') throw new ExpressionError(`predicate of ${name} should return boolean (got ${toText(value)})`);
    return value;
  };
}

const select = (name: string, description: string, use: (list: readonly unknown[], accept: Test) => unknown): Builtin =>
  builtin(description, 2, ([list, predicate]) => use(asArray(list, name), test(predicate, name)));

function mapped(list: unknown, predicate: unknown, name: string): unknown[] {
  return asArray(list, name).map((item, index) => (typeof predicate === 'function' ? (predicate as Predicate)(item, index) : item));
}

const orNil = <T>(value: T | undefined): T | null => value ?? null;

export const arrays: Readonly<Record<string, Builtin>> = {
  all: select('all', 'true when the predicate holds for every element', (list, accept) => list.every(accept)),
  any: select('any', 'true when the predicate holds for some element', (list, accept) => list.some(accept)),
  none: select('none', 'true when the predicate holds for no element', (list, accept) => !list.some(accept)),
  one: select('one', 'true when the predicate holds for exactly one element', (list, accept) => list.filter(accept).length === 1),
  filter: select('filter', 'the elements for which the predicate holds', (list, accept) => list.filter(accept)),
  find: select('find', 'the first element for which the predicate holds, or nil', (list, accept) => orNil(list.find(accept))),
  findIndex: select('findIndex', 'the index of that element, or nil', (list, accept) => indexOrNil(list.findIndex(accept))),
  findLast: select('findLast', 'the last element for which the predicate holds, or nil', (list, accept) => orNil(list.findLast(accept))),
  findLastIndex: select('findLastIndex', 'the index of that element, or nil', (list, accept) => indexOrNil(list.findLastIndex(accept))),
  map: builtin('the value of the predicate for each element', 2, ([list, predicate]) => mapped(list, predicate, 'map')),
  count: builtin(
    'how many elements satisfy the predicate (or are true)',
    [1, 2],
    ([list, predicate]) =>
      asArray(list, 'count').filter((item, index) => (predicate === undefined ? item === true : test(predicate, 'count')(item, index)))
        .length,
  ),
  sum: builtin('the sum of the elements', [1, 2], ([list, predicate]) =>
    mapped(list, predicate, 'sum').reduce((total: number, value) => total + (value as number), 0),
  ),
  groupBy: builtin("a map from the predicate's value to the elements that have it", 2, ([list, predicate]) =>
    groupBy(asArray(list, 'groupBy'), predicate as Predicate),
  ),
  sortBy: builtin('the elements ordered by the predicate', [2, 3], ([list, predicate, order]) =>
    sortBy(asArray(list, 'sortBy'), predicate as Predicate, order),
  ),
  sort: builtin('the elements in order', [1, 2], ([list, order]) => sortBy(asArray(list, 'sort'), (item) => item, order)),
  reduce: builtin('folds the list: #acc is the value so far', [2, 3], ([list, predicate, initial]) =>
    reduce(asArray(list, 'reduce'), predicate as Predicate, initial),
  ),
  concat: builtin('one list of all the lists', [1, 100], (lists) => lists.flatMap((list) => asArray(list, 'concat'))),
  flatten: builtin('nested lists as one', 1, ([list]) => (asArray(list, 'flatten') as unknown[]).flat(100)),
  uniq: builtin('the elements without repetition', 1, ([list]) =>
    asArray(list, 'uniq').filter((item, index, all) => all.findIndex((other) => equal(item, other)) === index),
  ),
  first: builtin('the first element, or nil', 1, ([list]) => orNil(asArray(list, 'first')[0])),
  last: builtin('the last element, or nil', 1, ([list]) => orNil(asArray(list, 'last').at(-1))),
  take: builtin('the first n elements', 2, ([list, n]) => asArray(list, 'take').slice(0, n as number)),
  reverse: builtin('the elements in reverse', 1, ([list]) => asArray(list, 'reverse').toReversed()),
  keys: builtin('the keys of a map', 1, ([map]) => Object.keys(asMap(map, 'keys')).sort()),
  values: builtin('the values of a map', 1, ([map]) => Object.values(asMap(map, 'values'))),
  toPairs: builtin('a map as a list of [key, value]', 1, ([map]) => Object.entries(asMap(map, 'toPairs'))),
  fromPairs: builtin('a list of [key, value] as a map', 1, ([list]) =>
    Object.fromEntries(asArray(list, 'fromPairs').map((pair) => [toText((pair as unknown[])[0]), (pair as unknown[])[1]])),
  ),
};

function indexOrNil(index: number): number | null {
  return index < 0 ? null : index;
}

function asMap(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (!isMap(value)) throw new ExpressionError(`invalid argument for ${name} (expected map)`);
  return value;
}

function groupBy(list: readonly unknown[], predicate: Predicate): Record<string, unknown[]> {
  const groups: Record<string, unknown[]> = {};
  for (const [index, item] of list.entries()) (groups[toText(predicate(item, index))] ??= []).push(item);
  return groups;
}

function sortBy(list: readonly unknown[], predicate: Predicate, order: unknown): unknown[] {
  const direction = order === 'desc' ? -1 : 1;
  const keyed = list.map((item, index) => ({ item, key: predicate(item, index) }));
  return keyed.sort((a, b) => direction * compare(a.key, b.key, { operator: 'sort' })).map(({ item }) => item);
}

function reduce(list: readonly unknown[], predicate: Predicate, initial: unknown): unknown {
  if (initial === undefined && list.length === 0) throw new ExpressionError('reduce of empty array with no initial value');
  const rest = initial === undefined ? list.slice(1) : list;
  let acc = initial === undefined ? list[0] : initial;
  for (const [index, item] of rest.entries()) acc = predicate(item, index, acc);
  return acc;
}
