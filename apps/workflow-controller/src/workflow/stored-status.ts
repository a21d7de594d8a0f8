import type { NodeStatus, WorkflowStatus } from '@argosy/api';
import { InvariantError, OperationalError } from '@argosy/std';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';

/** A status in the form the API server stores: nodes plain while they are small, packed when they are not. */
export interface StoredStatus {
  readonly status: WorkflowStatus;
  /** Upper bound of the bytes the plain status takes as JSON. */
  readonly bytes: number;
}

const hydrated = new WeakMap<WorkflowStatus, WorkflowStatus>();

/** The status with its nodes unpacked. The same object gives the same result, so unchanged parts stay identical. */
export function hydrate(status: WorkflowStatus): WorkflowStatus {
  if (status.offloadNodeStatusVersion) {
    throw new OperationalError('the node status is offloaded to a database, which this controller cannot read', {
      code: 'STATUS_OFFLOADED',
      retry: 'never',
    });
  }
  if (!status.compressedNodes) return status;
  const known = hydrated.get(status);
  if (known !== undefined) return known;
  const { compressedNodes, ...rest } = status;
  const plain: WorkflowStatus = { ...rest, nodes: unpack(compressedNodes) };
  hydrated.set(status, plain);
  return plain;
}

/**
 * Packs the nodes when the plain status is larger than `limit` bytes (acceptance 7-027). `bytes` is an upper bound from before;
 * it is measured anew only when it passes the limit, so small changes of a small status cost nothing.
 */
export function dehydrate(status: WorkflowStatus, options: { readonly bytes: number; readonly limit: number }): StoredStatus {
  if (options.bytes <= options.limit) return { status, bytes: options.bytes };
  const bytes = Buffer.byteLength(JSON.stringify(status));
  if (bytes <= options.limit || !status.nodes) return { status, bytes };
  const { nodes, ...rest } = status;
  const packed: WorkflowStatus = { ...rest, compressedNodes: pack(nodes) };
  hydrated.set(packed, status);
  return { status: packed, bytes };
}

function pack(nodes: Readonly<Record<string, NodeStatus>>): string {
  return gzipSync(JSON.stringify(nodes), { level: 4 }).toString('base64');
}

function unpack(text: string): Readonly<Record<string, NodeStatus>> {
  const bytes = Buffer.from(text, 'base64');
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const json = isGzip ? gunzipSync(bytes) : brotliDecompressSync(bytes);
  const nodes = JSON.parse(json.toString('utf8')) as Readonly<Record<string, NodeStatus>> | null;
  if (nodes === null) throw new InvariantError('compressedNodes holds null');
  return nodes;
}
