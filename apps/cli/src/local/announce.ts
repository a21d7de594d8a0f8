import type { CommandContext } from '../command.ts';
import type { ProviderState } from './provider-state.ts';

/** Says that the provider can be used; the words are part of the interface. */
export function announce(context: CommandContext, state: ProviderState): void {
  context.io.out(`ready\n${state.kubeconfig}\n${state.serverUrl === undefined ? '' : `UI and REST API: ${state.serverUrl}\n`}`);
}
