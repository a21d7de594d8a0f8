import { OperationalError } from '@argosy/std';
import { readConfig, type Environment } from '../config.ts';

declare global {
  var __ARGOSY_BUILD__: { readonly version: string } | undefined;
}

/** A command of argoexec; it gives its exit code. */
export interface ExecutorCommand {
  /** As commander takes it: name and arguments. */
  readonly name: string;
  readonly description: string;
  run(args: readonly string[], env: Environment): Promise<number>;
}

/** All commands. What a command needs is loaded when it runs, so that a container starts fast. */
export const commands: readonly ExecutorCommand[] = [
  {
    name: 'init',
    description: 'brings input artifacts and large scripts, before the main containers start',
    run: async (_args, env) => (await import('./init.ts')).init(readConfig(env)),
  },
  {
    name: 'wait',
    description: 'waits for the main containers, collects their outputs and reports them',
    run: async (_args, env) => (await import('./wait.ts')).wait(readConfig(env)),
  },
  {
    name: 'resource <action>',
    description: 'creates, applies, gets, patches, replaces or deletes objects, waits for conditions, reports fields',
    run: async (_args, env) => (await import('./resource.ts')).resource(readConfig(env)),
  },
  {
    name: 'data',
    description: 'lists artifacts and transforms the list',
    run: async (_args, env) => (await import('./data.ts')).data(readConfig(env)),
  },
  {
    name: 'agent <part>',
    description: 'init: makes tokens for plugins; main: carries out http and plugin templates of a workflow',
    run: async ([part], env) => {
      const { agentInit, agentMain } = await import('./agent.ts');
      return part === 'init' ? agentInit(readConfig(env)) : agentMain(readConfig(env));
    },
  },
  {
    name: 'artifact <action>',
    description: 'delete: deletes the artifacts of a workflow that has ended',
    run: async ([action], env) => {
      if (action !== 'delete')
        throw new OperationalError(`argoexec artifact knows delete, not ${action}`, { code: 'EXECUTOR_USAGE', retry: 'never' });
      return (await import('./artifact-delete.ts')).artifactDelete(readConfig(env));
    },
  },
  {
    name: 'kill <signal> <pid>',
    description: 'sends a signal to a process',
    run: async ([signal, pid]) => {
      process.kill(Number(pid), Number(signal));
      return 0;
    },
  },
  {
    name: 'version',
    description: 'prints the version',
    run: async () => {
      process.stdout.write(`argoexec: ${globalThis.__ARGOSY_BUILD__?.version ?? 'unknown'}\n`);
      return 0;
    },
  },
];
