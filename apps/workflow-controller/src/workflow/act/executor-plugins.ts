import type { Container, WorkflowSpec } from '@argosy/api';
import { coreResources } from '@argosy/kube';
import { type ExecutorPlugin, executorPlugin, pluginProblem } from '@argosy/pod-plan';
import { parse } from 'yaml';
import { type ConfigMapObject, label } from '../../caches/objects.ts';
import type { Shell } from '../shell.ts';

/**
 * Plugins for the agent of a workflow: those of ConfigMaps in the controller's namespace and the workflow's, where the latter win, and
 * those of the workflow itself (acceptance 6-055, 6-057).
 */
export async function executorPlugins(
  shell: Shell,
  { namespace, spec }: { readonly namespace: string; readonly spec: WorkflowSpec },
): Promise<readonly ExecutorPlugin[]> {
  const { plugins = false, workflowPlugins = false } = shell.policy().agent ?? {};
  const found = new Map<string, ExecutorPlugin>();
  if (plugins) {
    const places = new Set([shell.namespace, namespace]);
    for (const place of places) for (const plugin of await pluginsIn(shell, place)) found.set(plugin.name, plugin);
  }
  if (workflowPlugins) for (const plugin of (spec.executorPlugins ?? []).map(executorPlugin)) found.set(plugin.name, plugin);
  return [...found.values()].filter((plugin) => isRunnable(shell, plugin));
}

async function pluginsIn({ client, logger }: Shell, namespace: string): Promise<readonly ExecutorPlugin[]> {
  const { items } = await client.list<ConfigMapObject>(coreResources.ConfigMap, {
    namespace,
    labelSelector: `${label.configMapType}=ExecutorPlugin`,
  });
  return items.flatMap((configMap) => {
    try {
      return [readPlugin(configMap)];
    } catch (error) {
      logger.warn(`executor plugin ${configMap.metadata.name ?? ''} cannot be read: ${(error as Error).message}`, { namespace });
      return [];
    }
  });
}

/** The ConfigMap's name is the plugin's, `-executor-plugin` at its end aside. */
export function readPlugin({ metadata, data = {} }: ConfigMapObject): ExecutorPlugin {
  const container = parse(data['sidecar.container'] ?? '', { version: '1.1' }) as Container | null;
  if (typeof container !== 'object' || container === null) throw new Error('it has no sidecar.container');
  return {
    name: (metadata.name ?? '').replace(/-executor-plugin$/, ''),
    container,
    automountServiceAccountToken: data['sidecar.automountServiceAccountToken'] === 'true',
  };
}

function isRunnable({ logger }: Shell, plugin: ExecutorPlugin): boolean {
  const problem = pluginProblem(plugin);
  if (problem !== undefined) logger.warn(`executor plugin ${plugin.name} is left out: ${problem}`);
  return problem === undefined;
}
