import { type CommandContext, defineCommand } from '../../command.ts';
import { CliFailure } from '../../failure.ts';
import { dataDirFlag, openDataDir, parseDataDir } from '../../local/data-dir-flag.ts';
import { isAlive, type ProcessIdentity, signalProcess } from '../../local/process-identity.ts';
import { abandonedProcesses, readProviderState, removeProviderState } from '../../local/provider-state.ts';

export const command = defineCommand<{ readonly dataDir: string }>({
  usage: '',
  about:
    'Ends the pods, the controller, argo-server and the API server that `argo local up` started, and nothing else. What is stored stays.',
  examples: [{ about: 'Stop the provider', command: 'argo local down' }],
  flags: [dataDirFlag()],
  parse: (invocation) => ({ dataDir: parseDataDir(invocation) }),
  run: async (context, options) => {
    const dir = openDataDir(context, options.dataDir);
    const state = readProviderState(dir);
    if (!state) {
      const abandoned = abandonedProcesses(dir);
      for (const one of abandoned) signalProcess(one, 'SIGTERM');
      context.io.out(abandoned.length > 0 ? 'stopped\n' : `no provider runs in ${dir.root}\n`);
      return 0;
    }
    signalProcess(state.provider, 'SIGTERM');
    if (!(await hasEnded(context, state.provider, GRACE))) {
      // The provider hangs: what it started is ended by hand, so that nothing is left behind.
      for (const part of [state.controller, state.server]) if (part) signalProcess(part, 'SIGKILL');
      signalProcess(state.provider, 'SIGKILL');
      if (!(await hasEnded(context, state.provider, GRACE_AFTER_KILL)))
        throw new CliFailure(`the provider (process ${state.provider.pid}) does not end`);
    }
    removeProviderState(dir);
    context.io.out('stopped\n');
    return 0;
  },
});

const GRACE = 20_000;
const GRACE_AFTER_KILL = 2000;
const LOOK_EVERY = 50;

async function hasEnded(context: CommandContext, identity: ProcessIdentity, within: number): Promise<boolean> {
  const deadline = performance.now() + within;
  while (isAlive(identity)) {
    if (performance.now() > deadline || context.signal.aborted) return false;
    await context.sleep(LOOK_EVERY);
  }
  return true;
}
