import fs from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Workflow } from '@argosy/api';
import type { ApiClient, LogEntry, WorkflowLogOptions } from '@argosy/api-client';
import { type LogLine, timedLine } from '@argosy/kube';
import { hydrated } from '../../workflows/packed-nodes.ts';
import type {
  Archive,
  ArtifactRef,
  ArtifactSource,
  Cluster,
  LimitRef,
  Limits,
  LogQuery,
  ServerVersion,
  WorkflowChanges,
  WorkflowPlace,
} from '../backend.ts';
import { resubmission } from '../resubmission.ts';
import { answered, serverError } from './server-error.ts';
import { serverObjects } from './server-objects.ts';

export interface ServerClusterOptions {
  readonly api: ApiClient;
  readonly namespace: string;
  readonly signal: AbortSignal;
  token(): Promise<string | undefined>;
}

/** Workflows as an Argo server has them, live and archived. */
export function serverCluster({ api, namespace, signal, token }: ServerClusterOptions): Cluster {
  return {
    client: serverObjects(api),
    namespace,
    // The server shows and changes only what belongs to its instance.
    instanceId: undefined,
    changes: serverChanges(api),
    archive: serverArchive(api),
    limits: serverLimits(api),
    artifacts: serverArtifacts(api),
    logs: (query, visit) => readServerLogs(api, { query, namespace, signal }, visit),
    token,
    describe: async () => describeServer(api),
    serverVersion: async () => (await answered(api.version())) as ServerVersion,
    close: async () => undefined,
  };
}

async function describeServer(api: ApiClient): Promise<Readonly<Record<string, string>>> {
  const version = await answered(api.version());
  const info = await answered(api.info());
  const user = await answered(api.userInfo());
  const { subject, serviceAccountName, email } = user as {
    readonly subject?: string;
    readonly serviceAccountName?: string;
    readonly email?: string;
  };
  return {
    kind: 'Argo server',
    address: api.transport.address(''),
    version: version.version,
    user: subject ?? serviceAccountName ?? 'unknown',
    ...(email && { email }),
    managedNamespace: info.managedNamespace || 'all',
    links: (info.links ?? []).map(({ name, url }) => `${name} ${url}`).join(', ') || 'none',
  };
}

function serverChanges(api: ApiClient): WorkflowChanges {
  const { workflows } = api;
  const at = ({ name, namespace }: WorkflowPlace): WorkflowPlace => ({ namespace, name });
  return {
    stop: async (place, { nodeSelector, message }) =>
      void (await answered(workflows.stop(at(place), { nodeFieldSelector: nodeSelector, message }))),
    terminate: async (place) => void (await answered(workflows.terminate(at(place)))),
    suspend: async (place) => void (await answered(workflows.suspend(at(place)))),
    resume: async (place, { nodeSelector }) => void (await answered(workflows.resume(at(place), { nodeFieldSelector: nodeSelector }))),
    set: async (place, { nodeSelector, outputParameters, message, phase }) => {
      const request = { nodeFieldSelector: nodeSelector, message, ...(phase && { phase }) };
      const outputs = Object.keys(outputParameters).length > 0 ? { outputParameters: JSON.stringify(outputParameters) } : {};
      await answered(workflows.set(at(place), { ...request, ...outputs }));
    },
    retry: (place, { restartSuccessful, nodeSelector, parameters }) =>
      answered(workflows.retry(at(place), { restartSuccessful, nodeFieldSelector: nodeSelector, parameters })),
    resubmit: async (place, request) => {
      const { memoized, parameters, priority } = request;
      if (priority === undefined) return answered(workflows.resubmit(at(place), { memoized, parameters }));
      // The server's own operation knows no priority.
      const old = await hydrated(await answered(workflows.get(at(place))));
      return answered(workflows.create(place.namespace, resubmission(old, request)));
    },
    remove: async (place, { force }) => answered(workflows.delete(at(place), { force })),
    suspendCron: async ({ namespace, name }, suspended) =>
      void (await answered(suspended ? api.cronWorkflows.suspend(namespace, name) : api.cronWorkflows.resume(namespace, name))),
  };
}

function serverArchive({ archive }: ApiClient): Archive {
  return {
    list: async ({ namespace, labels, fields = '', chunkSize }) => {
      const workflows: Workflow[] = [];
      let next: string | undefined;
      do {
        const listOptions = {
          labelSelector: labels,
          fieldSelector: fields,
          ...(chunkSize && { limit: chunkSize }),
          ...(next && { continue: next }),
        };
        const page = await answered(archive.list({ namespace, listOptions }));
        workflows.push(...(page.items ?? []));
        next = page.metadata?.continue || undefined;
      } while (next !== undefined);
      return workflows;
    },
    get: (ref) => answered(archive.get(ref)),
    remove: (ref) => answered(archive.delete(ref)),
    resubmit: (ref, { memoized, parameters }) => answered(archive.resubmit(ref, { memoized, parameters })),
    retry: (ref, { restartSuccessful, nodeSelector, parameters }) =>
      answered(archive.retry(ref, { restartSuccessful, nodeFieldSelector: nodeSelector, parameters })),
    labelKeys: (namespace) => answered(archive.labelKeys(namespace)),
    labelValues: (selector, namespace) => answered(archive.labelValues({ labelSelector: selector }, namespace)),
  };
}

function serverLimits({ sync }: ApiClient): Limits {
  const place = ({ namespace, key, type, configMap }: LimitRef) => ({
    namespace,
    key,
    type: type === 'database' ? ('DATABASE' as const) : ('CONFIGMAP' as const),
    cmName: configMap,
  });
  return {
    create: async (ref, limit) => void (await answered(sync.create(place(ref), limit))),
    get: async (ref) => (await answered(sync.get(place(ref)))).limit ?? 0,
    update: async (ref, limit) => void (await answered(sync.update(place(ref), limit))),
    remove: (ref) => answered(sync.delete(place(ref))),
  };
}

function serverArtifacts({ transport }: ApiClient): ArtifactSource {
  return {
    fetch: async ({ workflow, nodeId, artifact }: ArtifactRef, file) => {
      const { namespace = '', name = '' } = workflow.metadata;
      const address = ['artifacts', namespace, name, nodeId, artifact].map(encodeURIComponent).join('/');
      const { body } = await answered(transport.response('GET', address, { headers: { accept: '*/*' } }));
      await fs.mkdir(path.dirname(file), { recursive: true });
      await pipeline(body ? Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]) : Readable.from([]), createWriteStream(file));
      return file;
    },
  };
}

interface LogPlace {
  readonly query: LogQuery;
  readonly namespace: string;
  readonly signal: AbortSignal;
}

async function readServerLogs(api: ApiClient, { query, namespace, signal }: LogPlace, visit: (line: LogLine) => void): Promise<void> {
  try {
    for await (const entry of api.workflows.logs({ namespace, name: query.workflow }, { ...logOptions(query), signal }))
      visit(lineOf(entry));
  } catch (error) {
    throw serverError(error);
  }
}

function logOptions({ pod, container, follow, selector, grep, lines }: LogQuery): WorkflowLogOptions {
  return {
    ...(pod !== undefined && { podName: pod }),
    ...(selector !== '' && { selector }),
    ...(grep !== '' && { grep }),
    logOptions: { container: container ?? 'main', follow, timestamps: true, ...lines },
  };
}

function lineOf({ content, podName = '' }: LogEntry): LogLine {
  return timedLine(podName, content);
}
