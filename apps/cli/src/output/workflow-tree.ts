import type { NodeStatus, Workflow } from '@argosy/api';
import { podNameOfNode, treeRows, workflowForest } from '@argosy/graph';
import type { TreeNode, TreeRow } from '@argosy/graph';
import { fromRfc3339, type Instant } from '@argosy/std';
import type { Paint } from './colours.ts';
import { shortDuration, type Zone } from './humanize.ts';
import { nodeIcon } from './node-icons.ts';
import { resourcesDurationText } from './resources-duration.ts';
import { tabulate } from './tabulate.ts';

export interface WorkflowTextStyle {
  readonly format: 'default' | 'wide' | 'short';
  readonly paint: Paint;
  readonly utf8: boolean;
  readonly now: Instant;
  readonly zone?: Zone;
  readonly shows?: (node: NodeStatus) => boolean;
}

/** The table of steps that `argo get` prints below its header (acceptance 9-029); empty before the first node exists. */
export function workflowTreeText(workflow: Workflow, style: WorkflowTextStyle): string {
  const { main, exit } = workflowForest(workflow);
  if (!main) return '';
  const rows = [...rowsOf(main, workflow, style), ...(exit ? ['\t\t\t\t\t', ...rowsOf(exit, workflow, style)] : [])];
  return `${tabulate([style.paint('default', HEADERS[style.format]), ...rows].join('\n'), 2)}\n`;
}

const HEADERS: Readonly<Record<WorkflowTextStyle['format'], string>> = {
  default: 'STEP\tTEMPLATE\tPODNAME\tDURATION\tMESSAGE',
  short: 'STEP\tTEMPLATE\tPODNAME\tDURATION\tMESSAGE\tNODENAME',
  wide: 'STEP\tTEMPLATE\tPODNAME\tDURATION\tARTIFACTS\tMESSAGE\tRESOURCESDURATION\tNODENAME',
};

function rowsOf(tree: TreeNode, workflow: Workflow, style: WorkflowTextStyle): string[] {
  const rows = treeRows(tree, { utf8: style.utf8, ...(style.shows && { shows: style.shows }) });
  return rows.map((row) => rowText(row, workflow, style));
}

function rowText({ prefix, node }: TreeRow, workflow: Workflow, style: WorkflowTextStyle): string {
  const isPod = node.type === 'Pod';
  const step = `${prefix}${nodeIcon(node, style.utf8, style.paint)} ${node.displayName ?? node.name}`;
  const cells = [step, templateText(node), isPod ? podNameOfNode(workflow, node) : '', isPod ? durationText(node, style.now) : ''];
  const message = (node.message ?? '').replaceAll(/[\t\n]/g, ' ');
  const hostName = node.hostNodeName ?? '';
  if (style.format === 'wide')
    return [...cells, artifactNames(node), message, resourcesDurationText(node.resourcesDuration), hostName].join('\t');
  return [...cells, message, style.format === 'short' && isPod ? hostName : ''].join('\t');
}

function templateText(node: NodeStatus): string {
  if (node.templateRef) return `${node.templateRef.name ?? ''}/${node.templateRef.template ?? ''}`;
  return node.templateName ?? '';
}

function durationText(node: NodeStatus, now: Instant): string {
  const start = fromRfc3339(node.startedAt);
  return start === undefined ? '0s' : shortDuration((fromRfc3339(node.finishedAt) ?? now) - start);
}

function artifactNames(node: NodeStatus): string {
  return (node.outputs?.artifacts ?? []).map(({ name }) => name).join(',');
}
