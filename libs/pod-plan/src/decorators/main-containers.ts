import type { Container, Template } from '@argosy/api';
import { pluginPlan } from '../artifact-plugins.ts';
import type { Decorator, PlanContext, PodDraft } from '../draft.ts';
import { executorContainer, identityEnv, planEnv } from '../executor.ts';
import { mainPlan } from '../executor-plan.ts';
import { givenFields, withoutFields } from '../fields.ts';
import { strategicMerge } from '../strategic-merge.ts';
import { artifactAccess, withVolumes } from './artifact-access.ts';

/** The user's own containers: one called main, or those of a set; of resource and data templates the executor itself (acceptance 6-002, 6-004). */
export const withMainContainers: Decorator = (draft, context) => {
  const { template, policy } = context;
  if (template.resource) return executing(draft, context, ['argoexec', 'resource', template.resource.action]);
  if (template.data) return executing(draft, context, ['argoexec', 'data']);
  const mains = userContainers(template).map(
    (container) => strategicMerge(policy.mainContainer ?? {}, givenFields(container)) as Container,
  );
  return { ...draft, mains };
};

function executing(draft: PodDraft, context: PlanContext, command: readonly string[]): PodDraft {
  const plan = mainPlan(context);
  const source = plan.data?.source.artifactPaths;
  const artifacts = source ? [source] : [];
  const { mounts, volumes } = artifactAccess(context, artifacts);
  const main = executorContainer(context.policy, {
    name: 'main',
    command,
    env: [...identityEnv(context), ...planEnv({ ...plan, ...pluginPlan(context.policy, artifacts) })],
    ...(mounts.length > 0 && { volumeMounts: mounts }),
  });
  return { ...draft, mains: [main], volumes: withVolumes(draft, volumes) };
}

function userContainers({ container, script, containerSet }: Template): Container[] {
  if (containerSet) {
    const shared = containerSet.volumeMounts ?? [];
    return containerSet.containers.map((node) => {
      const container = withoutFields(node, ['dependencies']);
      return shared.length > 0 ? { ...container, volumeMounts: [...(node.volumeMounts ?? []), ...shared] } : container;
    });
  }
  if (script) {
    return [{ ...withoutFields(script, ['source']), name: 'main' }];
  }
  return [{ ...container, name: 'main' }];
}
