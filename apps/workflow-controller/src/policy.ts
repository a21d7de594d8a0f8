import type { EnginePolicy } from '@argosy/engine';
import type { Milliseconds } from '@argosy/std';
import type { Settings } from './settings/settings.ts';

/** What the command line and the environment say about the engine. */
export interface PolicyFlags {
  readonly executorImage: string;
  readonly executorImagePullPolicy: string | undefined;
  readonly podNameFormat: 'v1' | 'v2';
  readonly maxRecursionDepth: number;
  readonly recentlyStarted: Milliseconds;
  readonly transientErrorPattern: string | undefined;
  readonly retryHostNameLabelKey: string;
  readonly estimateDurations: boolean;
  /** Fields that a workflow may set itself although `templateReferencing` is on. */
  readonly allowedOverrides: readonly string[];
  /** Executor plugins of ConfigMaps are run. */
  readonly executorPlugins: boolean;
  /** Executor plugins that a workflow brings along are run. */
  readonly workflowLevelExecutorPlugins: boolean;
  readonly agentLimits: { readonly cpu: string; readonly memory: string };
  /** Variables that are handed on to agents. */
  readonly agentEnvironment: readonly { readonly name: string; readonly value: string }[];
}

/** The part of the engine's policy that is the same for every workflow. */
export function enginePolicy(flags: PolicyFlags, settings: Settings): EnginePolicy {
  const { executorImagePullPolicy, transientErrorPattern } = flags;
  const grace = settings.podGcGracePeriodSeconds;
  return {
    podNameFormat: flags.podNameFormat,
    maxRecursionDepth: flags.maxRecursionDepth,
    recentlyStarted: flags.recentlyStarted,
    failedPodRestart: settings.failedPodRestart,
    retryHostNameLabelKey: flags.retryHostNameLabelKey,
    allowedOverrides: flags.allowedOverrides,
    estimateDurations: flags.estimateDurations,
    agent: {
      external: settings.disableAgentPodCreation,
      plugins: flags.executorPlugins,
      workflowPlugins: flags.workflowLevelExecutorPlugins,
    },
    ...(transientErrorPattern && { transientErrorPattern }),
    ...(settings.workflowDefaults && { workflowDefaults: settings.workflowDefaults }),
    ...(settings.templateReferencing && { templateReferencing: settings.templateReferencing }),
    ...(grace !== undefined && { terminationGrace: grace * 1_000 }),
    pods: {
      executorImage: flags.executorImage,
      ...(executorImagePullPolicy && { executorImagePullPolicy }),
      ...(settings.executor && { executor: settings.executor }),
      ...(settings.mainContainer && { mainContainer: settings.mainContainer }),
      images: settings.images,
      ...(settings.instanceId && { instanceId: settings.instanceId }),
      layout: settings.podLayout,
      imageVolumes: settings.imageVolumes,
      artifactDrivers: settings.artifactDrivers,
      retryHostNameLabelKey: flags.retryHostNameLabelKey,
      agentLimits: flags.agentLimits,
      agentEnvironment: flags.agentEnvironment,
    },
  };
}
