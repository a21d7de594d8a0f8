import type { NodeStatus, Workflow } from '@argosy/api';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, gzip } from 'node:zlib';

/** Where node statuses lie that are too large for the object. */
export interface NodeStatusReader {
  read(place: { readonly uid: string; readonly version: string }): Promise<Readonly<Record<string, NodeStatus>>>;
}

/** The workflow with its nodes in place, wherever they were (acceptance 7-027). */
export async function hydrated<T extends Workflow>(workflow: T, offloaded?: NodeStatusReader): Promise<T> {
  const { compressedNodes, offloadNodeStatusVersion: version } = workflow.status ?? {};
  if (compressedNodes) {
    const nodes = await unpack(compressedNodes);
    return { ...workflow, status: { ...workflow.status, compressedNodes: undefined, nodes } };
  }
  if (!version || !offloaded) return workflow;
  const nodes = await offloaded.read({ uid: workflow.metadata.uid ?? '', version });
  return { ...workflow, status: { ...workflow.status, offloadNodeStatusVersion: undefined, nodes } };
}

/** Packs the nodes again of a workflow whose stored form had them packed. */
export async function packedLike(stored: Workflow, workflow: Workflow): Promise<Workflow> {
  if (!stored.status?.compressedNodes || !workflow.status?.nodes) return workflow;
  const packed = await promisify(gzip)(JSON.stringify(workflow.status.nodes));
  return { ...workflow, status: { ...workflow.status, compressedNodes: packed.toString('base64'), nodes: undefined } };
}

async function unpack(text: string): Promise<Readonly<Record<string, NodeStatus>>> {
  const bytes = Buffer.from(text, 'base64');
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const json = isGzip ? await promisify(gunzip)(bytes) : await promisify(brotliDecompress)(bytes);
  return JSON.parse(json.toString('utf8')) as Readonly<Record<string, NodeStatus>>;
}
