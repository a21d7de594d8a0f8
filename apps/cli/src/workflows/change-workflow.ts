import { gzipSync } from 'node:zlib';
import type { Workflow } from '@argosy/api';
import { isErrorWithCode } from '@argosy/std';
import type { Cluster, CommandContext } from '../command.ts';
import { WORKFLOWS } from '../kube/resources.ts';
import { hydrated } from './find-workflow.ts';
import { requireInstance } from './instance.ts';
import type { KubeWorkflow } from './list-workflows.ts';

const ATTEMPTS = 10;
const PAUSE_AFTER_CONFLICT = 50;

/**
 * Reads a workflow, changes it and writes it back with its resourceVersion. When the controller was faster the change is
 * made again on what it wrote, never merged.
 */
export async function changeWorkflow(
  context: CommandContext,
  ref: { readonly name: string; readonly namespace: string },
  change: (workflow: Workflow) => Workflow,
): Promise<Workflow> {
  const cluster = await context.connect();
  for (let attempt = 1; ; attempt++) {
    try {
      return await changeOnce(cluster, { ref, change, instanceId: context.globals.instanceId });
    } catch (error) {
      if (!isErrorWithCode(error, 'KUBE_CONFLICT') || attempt === ATTEMPTS || context.signal.aborted) throw error;
      await context.sleep(PAUSE_AFTER_CONFLICT * attempt);
    }
  }
}

interface Change {
  readonly ref: { readonly name: string; readonly namespace: string };
  readonly change: (workflow: Workflow) => Workflow;
  readonly instanceId: string;
}

async function changeOnce({ client }: Cluster, { ref, change, instanceId }: Change): Promise<Workflow> {
  const stored = await client.get<KubeWorkflow>(WORKFLOWS, ref);
  requireInstance(stored, instanceId);
  const before = hydrated(stored);
  const after = change(before);
  if (after === before) return before;
  return hydrated(await client.update<KubeWorkflow>(WORKFLOWS, packedLike(stored, after) as KubeWorkflow));
}

/** Nodes that were stored compressed because of their size are stored compressed again. */
function packedLike(stored: Workflow, workflow: Workflow): Workflow {
  if (!stored.status?.compressedNodes || !workflow.status?.nodes) return workflow;
  const compressedNodes = gzipSync(JSON.stringify(workflow.status.nodes)).toString('base64');
  return { ...workflow, status: { ...workflow.status, compressedNodes, nodes: undefined } };
}
