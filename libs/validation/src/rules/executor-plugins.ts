import type { Container, WorkflowSpec } from '@argosy/api';
import { Failure, type Place } from '../failure.ts';

interface Plugin {
  readonly spec?: { readonly sidecar?: { readonly container?: Container } };
}

/** Plugins of a workflow bring a container that says what it listens on and what it may use (acceptance 12-009). */
export function checkExecutorPlugins({ executorPlugins }: WorkflowSpec, root: Place): void {
  for (const [index, plugin] of (executorPlugins ?? []).entries()) {
    const container = (plugin as Plugin).spec?.sidecar?.container;
    const at = [...root, 'executorPlugins', index, 'spec', 'sidecar', 'container'];
    const missing = mandatory.find(([, isGiven]) => !isGiven(container));
    if (missing) throw new Failure(`spec.executorPlugins: ${missing[0]}`, at);
  }
}

const mandatory: readonly (readonly [what: string, isGiven: (container: Container | undefined) => boolean])[] = [
  ['at least one port is mandatory', (container) => (container?.ports?.length ?? 0) > 0],
  ['resources requests are mandatory', (container) => container?.resources?.requests !== undefined],
  ['resources limits are mandatory', (container) => container?.resources?.limits !== undefined],
  ['security context is mandatory', (container) => container?.securityContext !== undefined],
];
