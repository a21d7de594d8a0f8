/** How tightly binary operators bind, as in expr v1.17. */
export const precedence: Readonly<Record<string, number>> = {
  '|': 0,
  '||': 10,
  or: 10,
  '&&': 15,
  and: 15,
  '==': 20,
  '!=': 20,
  '<': 20,
  '>': 20,
  '<=': 20,
  '>=': 20,
  in: 20,
  'not in': 20,
  matches: 20,
  contains: 20,
  startsWith: 20,
  endsWith: 20,
  '..': 25,
  '+': 30,
  '-': 30,
  '*': 60,
  '/': 60,
  '%': 60,
  '**': 100,
  '^': 100,
  '??': 500,
};
/** Operators that `not` may stand before. */
export const negatable = new Set(['in', 'matches', 'contains', 'startsWith', 'endsWith']);
/** Operators by another name. */
export const synonyms: Readonly<Record<string, string>> = { and: '&&', or: '||', '^': '**' };
