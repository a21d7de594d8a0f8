export { assertNever, InvariantError, isErrorWithCode, OperationalError } from './errors.ts';
export type { OperationalErrorOptions, RetryAdvice } from './errors.ts';
export { fnv1a32, fnv32 } from './fnv.ts';
export type { Logger, LogFields, LogLevel } from './logger.ts';
export { silentLogger } from './logger.ts';
export type { Brand, Clock, Instant, Milliseconds } from './time.ts';
export { formatQuantity, parseQuantity } from './quantity.ts';
export { fromRfc3339, toRfc3339, toRfc3339Seconds } from './time.ts';
