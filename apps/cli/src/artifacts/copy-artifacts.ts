import path from 'node:path';
import type { Artifact, NodeStatus, Workflow } from '@argosy/api';
import type { Cluster } from '../backend/backend.ts';

export interface ArtifactQuery {
  readonly artifact: string;
  readonly nodeId: string;
  readonly template: string;
}

interface Found {
  readonly node: NodeStatus;
  readonly artifact: Artifact;
}

export interface CopyOptions extends ArtifactQuery {
  /** The folder below the output folder, with placeholders such as `{nodeId}`. */
  readonly layout: string;
  readonly folder: string;
}

/** Copies the output artifacts that match below a folder; yields each file as it is there. */
export async function* copyArtifacts(cluster: Cluster, workflow: Workflow, options: CopyOptions): AsyncGenerator<string> {
  for (const { node, artifact } of matchingArtifacts(workflow, options)) {
    const below = filled(options.layout, { workflow, node, artifact });
    const file = path.join(options.folder, below, fileName(artifact));
    yield await cluster.artifacts.fetch({ workflow, nodeId: node.id, artifact: artifact.name }, file);
  }
}

/** Output artifacts of all nodes, in the order of the nodes' start. */
export function matchingArtifacts(workflow: Workflow, { artifact: name, nodeId, template }: ArtifactQuery): Found[] {
  return Object.values(workflow.status?.nodes ?? {})
    .filter((node) => (nodeId === '' || node.id === nodeId) && (template === '' || templateOf(node) === template))
    .sort((left, right) => (left.startedAt ?? '').localeCompare(right.startedAt ?? ''))
    .flatMap((node) => (node.outputs?.artifacts ?? []).map((artifact) => ({ node, artifact })))
    .filter(({ artifact }) => name === '' || artifact.name === name);
}

function templateOf({ templateName, templateRef }: NodeStatus): string {
  return templateName ?? templateRef?.template ?? '';
}

function filled(layout: string, { workflow, node, artifact }: Found & { readonly workflow: Workflow }): string {
  const values: Readonly<Record<string, string>> = {
    templateName: templateOf(node),
    namespace: workflow.metadata.namespace ?? '',
    workflowName: workflow.metadata.name ?? '',
    nodeId: node.id,
    artifactName: artifact.name,
  };
  return layout.replaceAll(/\{(\w+)\}/g, (placeholder, name: string) => values[name] ?? placeholder);
}

/** The field of each kind of place that names the object in it. */
const KEY_FIELDS = {
  s3: 'key',
  gcs: 'key',
  oss: 'key',
  azure: 'blob',
  hdfs: 'path',
  artifactory: 'url',
  http: 'url',
  local: 'key',
} as const;

/** The last part of the key, under which the store knows it. */
function fileName(artifact: Artifact): string {
  const keys = Object.entries(KEY_FIELDS).map(
    ([kind, field]) => (artifact[kind as keyof typeof KEY_FIELDS] as Fields | undefined)?.[field],
  );
  const key = keys.find((candidate) => typeof candidate === 'string' && candidate !== '') as string | undefined;
  return path.posix.basename((key ?? artifact.name).replace(/[?#].*$/, '')) || artifact.name;
}

type Fields = Readonly<Record<string, unknown>>;
