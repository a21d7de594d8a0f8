import type { Artifact, Workflow } from '@argosy/api';
import { printedWorkflowStatus } from '@argosy/graph';
import { fromRfc3339, type Instant } from '@argosy/std';
import { conditionLines, headerLine } from './header-lines.ts';
import { duration, timestamp } from './humanize.ts';
import { conditionIcon } from './node-icons.ts';
import { resourcesDurationText } from './resources-duration.ts';
import { type WorkflowTextStyle, workflowTreeText } from './workflow-tree.ts';

/** What `argo get` prints: the header block and the tree; only the tree where the format is `short`. */
export function workflowText(workflow: Workflow, style: WorkflowTextStyle): string {
  const tree = workflowTreeText(workflow, style);
  if (style.format === 'short' && tree !== '') return tree;
  return `${headerOf(workflow, style)}${tree === '' ? '' : `\n${tree}`}`;
}

function headerOf(workflow: Workflow, style: WorkflowTextStyle): string {
  const { metadata, status = {} } = workflow;
  return [
    headerLine('Name:', metadata.name ?? metadata.generateName),
    headerLine('Namespace:', metadata.namespace),
    headerLine('ServiceAccount:', serviceAccountText(workflow)),
    headerLine('Status:', printedWorkflowStatus(workflow)),
    lineUnlessEmpty('Message:', status.message),
    conditionLines(status.conditions ?? [], (type) => conditionIcon(type, style.utf8, style.paint)),
    timeLines(workflow, style),
    headerLine('Progress:', status.progress),
    lineUnlessEmpty('ResourcesDuration:', resourcesDurationText(status.resourcesDuration)),
    parameterLines('Parameters:', executedSpec(workflow).arguments?.parameters),
    parameterLines('Output Parameters:', status.outputs?.parameters),
    artifactLines(status.outputs?.artifacts),
  ].join('');
}

function lineUnlessEmpty(label: string, value: string | undefined): string {
  return value ? headerLine(label, value) : '';
}

/** The spec that runs: a workflow made from a template keeps the template's spec in its status. */
function executedSpec(workflow: Workflow): Workflow['spec'] {
  return workflow.status?.storedWorkflowTemplateSpec ?? workflow.spec;
}

function serviceAccountText(workflow: Workflow): string {
  const name = executedSpec(workflow).serviceAccountName;
  if (name) return name;
  return workflow.spec.workflowTemplateRef ? 'unset' : 'unset (will run with the default ServiceAccount)';
}

function timeLines({ metadata, status }: Workflow, { now, zone }: WorkflowTextStyle): string {
  const started = fromRfc3339(status?.startedAt);
  const finished = fromRfc3339(status?.finishedAt);
  const momentLine = (label: string, instant: Instant | undefined): string =>
    instant === undefined ? '' : headerLine(label, timestamp(instant, now, zone));
  return [
    momentLine('Created:', fromRfc3339(metadata.creationTimestamp)),
    momentLine('Started:', started),
    momentLine('Finished:', finished),
    started === undefined ? '' : headerLine('Duration:', duration((finished ?? now) - started)),
    estimateLine(status),
  ].join('');
}

function estimateLine(status: Workflow['status']): string {
  const seconds = status?.phase === 'Running' ? (status.estimatedDuration ?? 0) : 0;
  return seconds > 0 ? headerLine('EstimatedDuration:', duration(seconds * 1000)) : '';
}

interface NamedValue {
  readonly name: string;
  readonly value?: unknown;
}

function parameterLines(title: string, parameters: readonly NamedValue[] | undefined): string {
  if (!parameters || parameters.length === 0) return '';
  const lines = parameters
    .filter(({ value }) => value !== undefined && value !== null)
    .map(({ name, value }) => headerLine(`  ${name}:`, String(value)));
  return headerLine(title, '') + lines.join('');
}

function artifactLines(artifacts: readonly Artifact[] | undefined): string {
  if (!artifacts || artifacts.length === 0) return '';
  return (
    headerLine('Output Artifacts:', '') + artifacts.map((artifact) => headerLine(`  ${artifact.name}:`, artifactPlace(artifact))).join('')
  );
}

/** The fields that together say where an artifact lies, by its kind of store. */
const PLACE_FIELDS = {
  s3: ['bucket', 'key'],
  gcs: ['bucket', 'key'],
  oss: ['bucket', 'key'],
  local: ['key'],
  azure: ['container', 'blob'],
  hdfs: ['path'],
  http: ['url'],
  artifactory: ['url'],
  git: ['repo'],
} as const;

function artifactPlace(artifact: Artifact): string {
  for (const [store, fields] of Object.entries(PLACE_FIELDS) as [keyof typeof PLACE_FIELDS, readonly string[]][]) {
    const location = artifact[store] as Readonly<Record<string, unknown>> | undefined;
    const parts = fields.map((field) => location?.[field]).filter((part) => typeof part === 'string' && part !== '');
    if (parts.length > 0) return parts.join('/');
  }
  return artifact.path ?? '';
}
