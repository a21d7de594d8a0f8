import { pathOf } from '../query.ts';
import type { Transport } from '../transport.ts';
import type { CallOptions } from './resource.ts';

/** Which artifact of which node. */
export interface ArtifactRef {
  readonly namespace: string;
  /** Name of a live workflow, or the uid of an archived one. */
  readonly workflow: string;
  readonly archived?: boolean;
  readonly nodeId: string;
  readonly direction: 'inputs' | 'outputs';
  readonly artifact: string;
  /** A file in an artifact that is a folder. */
  readonly path?: string;
}

/** Files of workflows. Addresses are for links: the browser sends its cookie with them. */
export interface ArtifactsApi {
  /** Shows in the browser; folders give a page with links. */
  fileAddress(ref: ArtifactRef): string;
  /** Downloads as one file. */
  downloadAddress(ref: Omit<ArtifactRef, 'path'>): string;
  /** The content, as a stream. */
  download(ref: ArtifactRef, options?: CallOptions): Promise<Response>;
  /** Stores a file as an input artifact of a template, and gives the location for a submission. */
  upload(
    target: { readonly namespace: string; readonly template: string; readonly artifact: string },
    file: { readonly name: string; readonly content: Blob | Uint8Array },
    options?: CallOptions,
  ): Promise<{ readonly name: string; readonly location: object }>;
}

export function artifactsApi(transport: Transport): ArtifactsApi {
  return {
    fileAddress: (ref) => transport.address(filePath(ref)),
    downloadAddress: (ref) => transport.address(downloadPath(ref)),
    download: (ref, options = {}) => transport.response('GET', filePath(ref), { signal: options.signal, headers: { accept: '*/*' } }),
    upload: ({ namespace, template, artifact }, file, options = {}) =>
      transport.json('POST', `upload-artifacts/${pathOf(namespace, template, artifact)}`, {
        query: { filename: file.name },
        body: file.content,
        headers: { 'content-type': 'application/octet-stream' },
        signal: options.signal,
      }),
  };
}

function filePath({ namespace, workflow, archived, nodeId, direction, artifact, path }: ArtifactRef): string {
  const discriminator = archived ? 'archived-workflows' : 'workflows';
  const parts = pathOf(namespace, discriminator, workflow, nodeId, direction, artifact);
  return `artifact-files/${parts}${path ? `/${path.split('/').map(encodeURIComponent).join('/')}` : ''}`;
}

function downloadPath({ namespace, workflow, archived, nodeId, direction, artifact }: Omit<ArtifactRef, 'path'>): string {
  const prefix = direction === 'inputs' ? 'input-artifacts' : 'artifacts';
  return archived ? `${prefix}-by-uid/${pathOf(workflow, nodeId, artifact)}` : `${prefix}/${pathOf(namespace, workflow, nodeId, artifact)}`;
}
