import type { Workflow } from '@argosy/api';
import type { ListedWorkflow } from '@argosy/api-client';
import {
  createInformer,
  type Informer,
  isLaterVersion,
  type KubeClient,
  type KubeObject,
  type Stored,
  type Timers,
  workflowResources,
} from '@argosy/kube';
import { isActiveSuspendNode } from '@argosy/graph';
import type { Logger } from '@argosy/std';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { createEventHub, type EventHub } from '../stream/event-hub.ts';
import { byRecency, matchesFilter, type Recency, recencyOf, type WorkflowFilter } from './workflow-filter.ts';

export type KubeWorkflow = Workflow & KubeObject;

/** A live workflow as it is cached: what lists show is at hand, the rest is text. */
export interface LiveWorkflow {
  /** Without templates and nodes. */
  readonly light: Workflow;
  /** JSON of all of it, packed where the workflow has ended. */
  readonly text: Buffer;
  readonly isPacked: boolean;
  readonly recency: Recency;
}

/** All live workflows, from one watch of the server (acceptance 8-030). */
export interface LiveWorkflows {
  readonly isReady: boolean;
  /** Resolves when the cache is filled, with false where the server may not watch workflows. */
  readonly ready: Promise<boolean>;
  /** The version that the cache has reached. */
  version(): string;
  /** Those that are asked for, unfinished first and newest first. */
  list(filter: WorkflowFilter): Stored<LiveWorkflow>[];
  byUid(uid: string): Stored<LiveWorkflow> | undefined;
  count(): number;
  readonly events: EventHub<LiveWorkflow>;
  start(): void;
  stop(): void;
}

export interface LiveWorkflowsOptions {
  readonly client: KubeClient;
  /** Absent: all namespaces. */
  readonly namespace?: string | undefined;
  readonly labelSelector: string;
  readonly timers: Timers;
  readonly logger: Logger;
}

const BY_UID = 'uid';

interface CacheState {
  isReady: boolean;
  version: string;
  /** All of them as lists show them; made when it is asked for after a change. */
  ordered: readonly Stored<LiveWorkflow>[] | undefined;
}

export function createLiveWorkflows({ client, namespace, labelSelector, timers, logger }: LiveWorkflowsOptions): LiveWorkflows {
  const events = createEventHub<LiveWorkflow>();
  const informer: Informer<KubeWorkflow, LiveWorkflow> = createInformer<KubeWorkflow, LiveWorkflow>({
    client,
    type: workflowResources.Workflow,
    selection: { ...(namespace !== undefined && { namespace }), labelSelector },
    project: cachedForm,
    indexers: { [BY_UID]: (item) => [item.uid] },
    timers,
    logger,
    onHearing: (hears) => events.announce(hears),
  });
  const state: CacheState = { isReady: false, version: '0', ordered: undefined };
  const ordered = (): readonly Stored<LiveWorkflow>[] =>
    (state.ordered ??= [...informer.store.list()].sort((left, right) => byRecency(left.value.recency, right.value.recency)));
  const note = (type: 'ADDED' | 'MODIFIED' | 'DELETED', item: Stored<LiveWorkflow>, previous?: Stored<LiveWorkflow>): void => {
    if (isLaterVersion(item.resourceVersion, state.version)) state.version = item.resourceVersion;
    state.ordered = undefined;
    if (state.isReady) events.publish({ type, item, previous, version: state.version });
  };
  informer.subscribe({
    added: (item) => note('ADDED', item),
    updated: (item, previous) => note('MODIFIED', item, previous),
    deleted: (item) => note('DELETED', item, item),
  });
  const ready = informer.synced.then(
    () => {
      events.begin(state.version);
      state.isReady = true;
      return true;
    },
    (error: Error) => {
      logger.warn(`live workflows are not cached: ${error.message}`);
      return false;
    },
  );
  return {
    get isReady() {
      return state.isReady;
    },
    ready,
    version: () => state.version,
    list: (filter) => ordered().filter(({ value }) => matchesFilter(filter, value.light)),
    byUid: (uid) => informer.store.byIndex(BY_UID, uid)[0],
    count: () => informer.store.size,
    events,
    start: () => informer.start(),
    stop: () => informer.stop(),
  };
}

/** All of a cached workflow. Its nodes may still be packed. */
export function wholeWorkflow({ text, isPacked }: LiveWorkflow): Workflow {
  return JSON.parse((isPacked ? inflateRawSync(text) : text).toString('utf8')) as Workflow;
}

/** Packing pays for what does not change any more. */
const WORTH_PACKING = 2_048;

function cachedForm(workflow: KubeWorkflow): LiveWorkflow {
  const { managedFields: _, ...metadata } = workflow.metadata;
  const whole = { ...workflow, metadata };
  const text = Buffer.from(JSON.stringify(whole));
  const isPacked = text.length > WORTH_PACKING && Boolean(workflow.status?.finishedAt);
  const light = lightForm(whole);
  return { light, text: isPacked ? packed(text) : text, isPacked, recency: recencyOf(light) };
}

/** Copied, because zlib gives the beginning of a chunk of 16 KiB, all of which would be kept. */
function packed(text: Buffer): Buffer {
  return Buffer.from(deflateRawSync(text, { level: 1 }));
}

/** Paths that the light form lacks, as the `fields` of a list name them. */
export const heavyPaths = ['spec.templates', 'status.nodes', 'status.storedTemplates', 'status.storedWorkflowTemplateSpec'] as const;

/** Lists have no nodes; that one of them waits for somebody is said in `status.suspended`, a field of this server alone. */
function lightForm({ apiVersion, kind, metadata, spec, status }: Workflow): ListedWorkflow {
  const { templates: _templates, ...lightSpec } = spec ?? {};
  const {
    nodes,
    compressedNodes: _packed,
    storedTemplates: _stored,
    storedWorkflowTemplateSpec: _storedSpec,
    ...lightStatus
  } = status ?? {};
  const suspended = status?.phase === 'Running' && Object.values(nodes ?? {}).some(isActiveSuspendNode);
  return { apiVersion, kind, metadata, spec: lightSpec, status: suspended ? { ...lightStatus, suspended } : lightStatus };
}
