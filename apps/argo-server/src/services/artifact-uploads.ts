import { keyInRepository } from '@argosy/pod-plan';
import { workflowResources } from '@argosy/kube';
import type { IncomingHttpHeaders } from 'node:http';
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { invalid } from '../api/failure.ts';
import type { Caller } from '../auth/caller.ts';
import { artifactFailure, openLocated, repositoryOfWorkflow } from './artifact-access.ts';
import type { Services } from './services.ts';

export interface UploadRequest {
  readonly params: { readonly namespace: string; readonly template: string; readonly artifact: string };
  readonly query: { readonly filename?: string };
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

/** Stores a file as an input artifact for a submission, and tells where it is (acceptance 8-049). */
export async function storeUpload(services: Services, caller: Caller, request: UploadRequest): Promise<object> {
  const { namespace, template, artifact } = request.params;
  await services.access.require(caller, { verb: 'create', type: workflowResources.Workflow, namespace });
  await caller.client.get(workflowResources.WorkflowTemplate, { namespace, name: template });
  const file = await fileOf(request);
  const repository = repositoryOfWorkflow(services, { metadata: { namespace }, spec: {} });
  if (repository === undefined) throw invalid('no artifact repository is configured');
  const key = ['uploads', namespace, template, randomUUID(), file.name].join('/');
  const location = keyInRepository(repository, key);
  try {
    const opened = await openLocated(services, caller, { artifact: { name: artifact, ...location }, repository, namespace });
    await opened.driver.saveStream(Readable.from([file.content]), opened.artifact);
  } catch (error) {
    throw artifactFailure(error);
  }
  return { name: artifact, key, location };
}

interface UploadedFile {
  readonly name: string;
  readonly content: Buffer;
}

/** The body as it is, or the first file of a form. */
async function fileOf({ headers, body, query, params }: UploadRequest): Promise<UploadedFile> {
  const content = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  const type = headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return { name: safeName(query.filename ?? params.artifact), content };
  const form = await new Response(new Uint8Array(content), { headers: { 'content-type': type } }).formData().catch((error: Error) => {
    throw invalid(`the form cannot be read: ${error.message}`);
  });
  const file = [...form.values()].find((value) => typeof value !== 'string');
  if (file === undefined) throw invalid('the form holds no file');
  return { name: safeName(file.name), content: Buffer.from(await file.arrayBuffer()) };
}

/** No name leads anywhere else. */
function safeName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  return last.replaceAll(/[^\w.@ -]/g, '_').replace(/^\.+/, '_') || 'file';
}
