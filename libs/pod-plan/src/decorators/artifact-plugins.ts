import { pluginContainers } from '../artifact-plugins.ts';
import type { Decorator } from '../draft.ts';

/** Plugins start before everybody else in the pod: init may need them. */
export const withArtifactPlugins: Decorator = (draft, { policy, spec, template }) => {
  const { volumes, init, executors, mains } = draft;
  const hasUser = [spec.securityContext, template.securityContext].some((context) => context?.['runAsUser'] !== undefined);
  const plugins = pluginContainers({ volumes, askers: [...init, ...executors, ...mains], policy, hasUser });
  if (!plugins.ok) return plugins;
  return plugins.containers.length === 0 ? draft : { ...draft, init: [...plugins.containers, ...init] };
};
