import { fnv1a32 } from '@argosy/std';
import type { EvaluationContext } from '../expr/functions/builtin.ts';

/** The next random 31-bit integer of an evaluation: the same seed gives the same sequence. */
export function draw(context: EvaluationContext): number {
  let hash = fnv1a32(`${context.draws.count++}/${context.seed}`);
  // FNV mixes its last bytes weakly; two rounds of murmur's finaliser spread them.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) & 0x7fffffff;
}
