import { type CommandModule, defineCommand } from '../command.ts';
import { CliFailure } from '../failure.ts';

/** A verb of Argo that this version does not have says so, instead of being unknown. */
function unavailable(reason: string, hint: string): CommandModule {
  return defineCommand<undefined>({
    usage: '',
    about: reason,
    examples: [],
    flags: [],
    parse: () => undefined,
    run: () => Promise.reject(new CliFailure(reason, { hint })),
  });
}

const NEEDS_SERVER = 'this command needs an Argo server, which this version does not have yet';

export const archive = unavailable(NEEDS_SERVER, '`argo list --completed` shows the finished workflows that the cluster still holds');
export const cp = unavailable(NEEDS_SERVER, '`argo get WORKFLOW -o json` says where output artifacts are stored');
export const sync = unavailable(
  NEEDS_SERVER,
  'limits of ConfigMap semaphores are the data of that ConfigMap: `kubectl edit configmap NAME`',
);
export const server = unavailable(
  'this version has no Argo server yet',
  '`argo local up` starts a provider with the Kubernetes API; argo and kubectl work against it',
);
export const executorPlugin = unavailable(
  'this version does not build executor plugins yet',
  'a plugin is a ConfigMap with the label workflows.argoproj.io/configmap-type=ExecutorPlugin',
);
