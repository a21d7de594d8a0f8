import type { NodeStatus, Workflow, WorkflowStatus } from '@argosy/api';
import type { NodeStatusStore } from '@argosy/persistence';
import { InvariantError, OperationalError } from '@argosy/std';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';

type Nodes = Readonly<Record<string, NodeStatus>>;

/** A status in the form the API server stores: nodes plain while they are small, packed when they are not, in a database when that is too large. */
export interface StoredStatus {
  readonly status: WorkflowStatus;
  /** Upper bound of the bytes the plain status takes as JSON. */
  readonly bytes: number;
}

const hydrated = new WeakMap<WorkflowStatus, WorkflowStatus>();

/**
 * The workflow with its nodes in place. The same status gives the same result, so unchanged parts stay identical. Fails with `STATUS_OFFLOADED` where
 * the nodes are in a database and none is configured.
 */
export async function hydrate<W extends Workflow>(workflow: W, offloaded: Pick<NodeStatusStore, 'read'> | undefined): Promise<W> {
  const { status } = workflow;
  if (!status?.compressedNodes && !status?.offloadNodeStatusVersion) return workflow;
  const known = hydrated.get(status);
  if (known !== undefined) return { ...workflow, status: known };
  const { compressedNodes, offloadNodeStatusVersion, ...rest } = status;
  const nodes = compressedNodes
    ? unpack(compressedNodes)
    : await readOffloaded(offloaded, { uid: workflow.metadata.uid ?? '', version: offloadNodeStatusVersion ?? '' });
  const plain: WorkflowStatus = { ...rest, nodes };
  hydrated.set(status, plain);
  return { ...workflow, status: plain };
}

function readOffloaded(
  offloaded: Pick<NodeStatusStore, 'read'> | undefined,
  place: { readonly uid: string; readonly version: string },
): Promise<Nodes> {
  if (offloaded !== undefined) return offloaded.read(place);
  throw new OperationalError('Workflow has offloaded nodes, but offloading has been disabled', {
    code: 'STATUS_OFFLOADED',
    retry: 'never',
  });
}

export interface DehydrateOptions {
  /** Upper bound of the plain status from before; it is measured anew only when it passes the limit, so small changes of a small status cost nothing. */
  readonly bytes: number;
  /** The most bytes of a status in the object. */
  readonly limit: number;
  /** Nodes go to the database however small they are. */
  readonly always?: boolean;
  /** Saves nodes in the database and gives their version; absent: there is none, and what is too large is left to the API server. */
  readonly offload?: ((nodes: Nodes) => Promise<string>) | undefined;
}

/** Packs the nodes when the plain status is larger than the limit, and offloads them when that is still too large (acceptance 7-027, 7-028). */
export async function dehydrate(status: WorkflowStatus, options: DehydrateOptions): Promise<StoredStatus> {
  const isForced = options.always === true && options.offload !== undefined;
  if (!isForced && options.bytes <= options.limit) return { status, bytes: options.bytes };
  const bytes = sizeOf(status);
  const { nodes = {}, ...rest } = status;
  if (Object.keys(nodes).length === 0 || (!isForced && bytes <= options.limit)) return { status, bytes };
  const stored: WorkflowStatus = { ...rest, ...(await smaller(rest, nodes, { ...options, isForced })) };
  hydrated.set(stored, status);
  return { status: stored, bytes };
}

async function smaller(
  rest: WorkflowStatus,
  nodes: Nodes,
  { limit, offload, isForced }: DehydrateOptions & { readonly isForced: boolean },
): Promise<Pick<WorkflowStatus, 'compressedNodes' | 'offloadNodeStatusVersion'>> {
  const packed = { compressedNodes: pack(nodes) };
  const fits = offload === undefined || (!isForced && sizeOf({ ...rest, ...packed }) <= limit);
  return fits ? packed : { offloadNodeStatusVersion: await offload(nodes) };
}

function sizeOf(status: WorkflowStatus): number {
  return Buffer.byteLength(JSON.stringify(status));
}

function pack(nodes: Nodes): string {
  return gzipSync(JSON.stringify(nodes), { level: 4 }).toString('base64');
}

function unpack(text: string): Nodes {
  const bytes = Buffer.from(text, 'base64');
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const json = isGzip ? gunzipSync(bytes) : brotliDecompressSync(bytes);
  const nodes = JSON.parse(json.toString('utf8')) as Nodes | null;
  if (nodes === null) throw new InvariantError('compressedNodes holds null');
  return nodes;
}
