export { type BuildInfo, buildInfo } from './build-info.ts';
export { countFrom, portNumber } from './numbers.ts';
export { type Environment, type Invocation, readInvocation, type ReadOptions } from './read-invocation.ts';
export { runProgram } from './run-program.ts';
