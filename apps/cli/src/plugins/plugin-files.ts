import fs from 'node:fs/promises';
import path from 'node:path';
import type { Opaque } from '@argosy/api';
import { executorPlugin, pluginProblem } from '@argosy/pod-plan';
import { parseDocument } from 'yaml';
import { CliFailure } from '../failure.ts';
import { yamlText } from '../output/yaml-text.ts';

type Fields = Readonly<Record<string, unknown>>;

/** An executor plugin as its author writes it down. */
export interface PluginManifest {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly sidecar: Fields & { readonly container: Fields };
}

const MANIFEST = 'plugin.yaml';

/** Reads `plugin.yaml` of a folder; a file `server.*` beside it becomes the only argument of the sidecar. */
export async function readPlugin(folder: string, shown: string): Promise<PluginManifest> {
  const file = path.join(shown, MANIFEST);
  const text = await fs.readFile(path.join(folder, MANIFEST), 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new CliFailure(`${file}: ${error.code === 'ENOENT' ? 'no such file or directory' : error.message}`, {
      hint: 'a plugin is a folder with a plugin.yaml of kind ExecutorPlugin',
      cause: error,
    });
  });
  const plugin = manifestOf(text, file);
  const programs = (await fs.readdir(folder)).filter((name) => name.startsWith('server.')).sort();
  const [program, second] = programs;
  if (second !== undefined)
    throw new CliFailure(`plugin ${plugin.metadata.name} has more than one server.* file`, { hint: programs.join(', ') });
  const container =
    program === undefined
      ? plugin.sidecar.container
      : { ...plugin.sidecar.container, args: [await fs.readFile(path.join(folder, program), 'utf8')] };
  const complete = { ...plugin, sidecar: { ...plugin.sidecar, container } };
  const problem = pluginProblem(executorPlugin({ metadata: plugin.metadata, spec: { sidecar: complete.sidecar } } as Opaque));
  if (problem !== undefined) throw new CliFailure(`${file}: spec.sidecar.container: ${problem}`);
  return complete;
}

function manifestOf(text: string, file: string): PluginManifest {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) throw new CliFailure(`${file}: ${error.message}`, { cause: error });
  const { kind, metadata, spec } = (document.toJS() ?? {}) as { kind?: string; metadata?: PluginManifest['metadata']; spec?: Fields };
  const sidecar = spec?.['sidecar'] as PluginManifest['sidecar'] | undefined;
  if (kind !== 'ExecutorPlugin') throw new CliFailure(`${file}: kind: ExecutorPlugin is expected, it is ${kind ?? 'absent'}`);
  if (!metadata?.name) throw new CliFailure(`${file}: metadata.name is required`);
  if (!sidecar?.container) throw new CliFailure(`${file}: spec.sidecar.container is required`);
  return { kind, metadata, sidecar };
}

const GENERATED = 'This is an auto-generated file. DO NOT EDIT';

/** The ConfigMap by which a controller finds the plugin, as YAML. */
export function pluginConfigMap({ kind, metadata, sidecar }: PluginManifest): string {
  const tokenOf = (name: string): string => String(sidecar[name] === true);
  const configMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      ...(metadata.annotations && { annotations: metadata.annotations }),
      labels: { ...metadata.labels, 'workflows.argoproj.io/configmap-type': kind },
      name: `${metadata.name}-executor-plugin`,
      ...(metadata.namespace && { namespace: metadata.namespace }),
    },
    data: {
      'sidecar.automountServiceAccountToken': tokenOf('automountServiceAccountToken'),
      'sidecar.automountWorkflowServiceAccountToken': tokenOf('automountWorkflowServiceAccountToken'),
      'sidecar.container': yamlText(sidecar.container),
    },
  };
  return `# ${GENERATED}\n${yamlText(configMap)}`;
}

/** What the plugin's users read. */
export function pluginReadme({ metadata, sidecar }: PluginManifest): string {
  const { name, annotations = {} } = metadata;
  return `<!-- ${GENERATED} -->
# ${name}

* Needs: ${annotations['workflows.argoproj.io/version'] ?? ''}
* Image: ${String(sidecar.container['image'] ?? '')}

${annotations['workflows.argoproj.io/description'] ?? ''}

Install:

    kubectl apply -f ${name}-executor-plugin-configmap.yaml

Uninstall:

    kubectl delete cm ${name}-executor-plugin
`;
}
