import type { NodeStatus, Workflow } from '@argosy/api';
import { CliFailure } from '../failure.ts';

// zlib is loaded only for the few workflows that are large enough to be packed.

/** The workflow with its nodes. Those in a database can only be had from an Argo server: that is said in Argo's words. */
export async function hydrated<T extends Workflow>(workflow: T): Promise<T> {
  const { offloadNodeStatusVersion, nodes } = workflow.status ?? {};
  if (!offloadNodeStatusVersion || nodes) return unpacked(workflow);
  throw new CliFailure('offload node status is not supported', {
    hint: `the nodes of ${workflow.metadata.name} are in a database: ask an Argo server (--argo-server, ARGO_SERVER)`,
  });
}

/** Unpacks `status.compressedNodes`, base64 of gzipped JSON, into `status.nodes`. */
export async function unpacked<T extends Workflow>(workflow: T): Promise<T> {
  const packed = workflow.status?.compressedNodes;
  if (!packed) return workflow;
  const { gunzipSync } = await import('node:zlib');
  const nodes = JSON.parse(gunzipSync(Buffer.from(packed, 'base64')).toString('utf8')) as Record<string, NodeStatus>;
  return { ...workflow, status: { ...workflow.status, compressedNodes: undefined, nodes } };
}

/** Packs the nodes of a workflow again whose stored form had them packed. */
export async function packedLike(stored: Workflow, workflow: Workflow): Promise<Workflow> {
  if (!stored.status?.compressedNodes || !workflow.status?.nodes) return workflow;
  const { gzipSync } = await import('node:zlib');
  const compressedNodes = gzipSync(JSON.stringify(workflow.status.nodes)).toString('base64');
  return { ...workflow, status: { ...workflow.status, compressedNodes, nodes: undefined } };
}
