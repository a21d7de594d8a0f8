import { arrays } from './arrays.ts';
import type { Builtin } from './builtin.ts';
import { scalars } from './scalars.ts';

/** Every function of expr-lang by name. */
export const builtins: Readonly<Record<string, Builtin>> = { ...scalars, ...arrays };
