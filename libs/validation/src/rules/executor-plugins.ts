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
    const missing = [
      { what: 'at least one port is mandatory', given: (container?.ports?.length ?? 0) > 0 },
      { what: 'resources requests are mandatory', given: container?.resources?.requests !== undefined },
      { what: 'resources limits are mandatory', given: container?.resources?.limits !== undefined },
      { what: 'security context is mandatory', given: container?.securityContext !== undefined },
    ].find(({ given }) => !given);
    if (missing) throw new Failure(`spec.executorPlugins: ${missing.what}`, at);
  }
}
