import type { ConfigMap, NodeResult, Pod, Template, Workflow } from '@argosy/api';
import {
  type Action,
  type CacheFacts,
  type Decision,
  type EnginePolicy,
  type LockRequestView,
  type Observation,
  type PodFacts,
  type TemplateLookup,
} from '@argosy/engine';
import type { Instant } from '@argosy/std';
import { acquire, emptyLockTable, type LockTable, lockState, release } from '@argosy/sync';
import { startedPod, stoppedPod } from './simulated-pod.ts';

export interface SimulatedPod {
  readonly pod: Pod;
  facts: PodFacts;
}

export interface SimulatedClusterOptions {
  readonly workflow: Workflow;
  readonly templates: TemplateLookup;
  readonly configMaps: readonly ConfigMap[];
  readonly start: Instant;
}

const POLICY: EnginePolicy = {
  podNameFormat: 'v2',
  maxRecursionDepth: 100,
  recentlyStarted: 10_000,
  failedPodRestart: { enabled: false, maxRestarts: 0 },
  retryHostNameLabelKey: 'kubernetes.io/hostname',
  agent: { external: false, plugins: true, workflowPlugins: true },
  artifactRepository: { default: true, artifactRepository: { s3: { endpoint: 'simulated', bucket: 'simulated' } } },
  pods: {
    executorImage: 'argoexec',
    images: anyImage(),
    layout: 'auto',
    imageVolumes: false,
    retryHostNameLabelKey: 'kubernetes.io/hostname',
  },
};

/** Nobody asks what is in an image: nothing of it runs. */
function anyImage(): EnginePolicy['pods']['images'] {
  return new Proxy({}, { get: () => ({ entrypoint: ['/entrypoint-of-the-image'] }) });
}

const CACHE_LABEL = 'workflows.argoproj.io/configmap-type';

/** A cluster as data, for one workflow: it carries out what the engine decides, and nothing runs. Time stands still unless it is set. */
export class SimulatedCluster {
  workflow: Workflow;
  now: Instant;
  readonly templates: TemplateLookup;
  readonly pods = new Map<string, SimulatedPod>();
  /** Every pod that was ever created, by the id of its node. */
  readonly created = new Map<string, Pod>();
  /** What the agent was asked to do, by node. */
  readonly tasks = new Map<string, Template>();
  readonly results = new Map<string, NodeResult>();
  readonly #configMaps = new Map<string, { readonly labels: Readonly<Record<string, string>>; readonly data: Record<string, string> }>();
  readonly #claims = new Set<string>();
  #agentPod: PodFacts | undefined;
  #taskSet: 'none' | 'open' | 'completed' = 'none';
  #locks: LockTable = emptyLockTable;

  constructor({ workflow, templates, configMaps, start }: SimulatedClusterOptions) {
    this.now = start;
    this.templates = templates;
    this.workflow = workflow;
    for (const { metadata, data } of configMaps)
      this.#configMaps.set(metadata.name ?? '', { labels: metadata.labels ?? {}, data: { ...data } });
  }

  observe(): Observation {
    return {
      now: this.now,
      workflow: this.workflow,
      templates: this.templates,
      configMaps: this.#configMaps,
      pods: new Map([...this.pods.values()].map(({ facts }) => [facts.nodeId, facts])),
      taskResults: new Map(),
      claims: new Map([...this.#claims].map((name) => [name, { name, ownedByWorkflow: true }])),
      locks: { requests: this.#lockRequests() },
      ...(this.#taskSet !== 'none' && {
        agent: {
          tasks: new Set(this.tasks.keys()),
          results: this.results,
          completed: this.#taskSet === 'completed',
          ...(this.#agentPod && { pod: this.#agentPod }),
        },
      }),
      caches: this.#caches(),
      failures: new Map(),
      seed: `${this.now}`,
      policy: POLICY,
    };
  }

  /** Carries out one decision; false when it changes nothing. */
  apply(decision: Decision): boolean {
    const { metadata } = this.workflow;
    const labels = { ...metadata.labels, ...decision.metadata?.labels } as Record<string, string>;
    const annotations = { ...metadata.annotations, ...decision.metadata?.annotations } as Record<string, string>;
    if (decision.urgency !== 'none')
      this.workflow = { ...this.workflow, metadata: { ...metadata, labels, annotations }, status: decision.status };
    let acted = false;
    for (const action of decision.actions) acted = this.#act(action) || acted;
    return acted || decision.urgency !== 'none';
  }

  #act(action: Action): boolean {
    switch (action.kind) {
      case 'CreatePod':
        return this.#createPod(action.nodeId, action.pod);
      case 'ReleasePod':
        return this.#changePod(action.podName, (facts) => (facts.labelledCompleted ? facts : { ...facts, labelledCompleted: true }));
      case 'TerminatePod':
        return this.#changePod(action.podName, (facts, pod) =>
          facts.phase === 'Running' ? stoppedPod(facts, pod, { now: this.now }) : facts,
        );
      case 'DeletePod':
        return this.#deletePod(action.podName);
      case 'CreateClaim':
      case 'DeleteClaim':
        return this.#actOnClaims(action);
      case 'SaveCache':
        return this.#saveCache(action);
      case 'AcquireLocks':
      case 'ReleaseLocks':
        return this.#actOnLocks(action);
      default:
        return this.#actOnAgent(action);
    }
  }

  #createPod(nodeId: string, pod: Pod): boolean {
    const name = pod.metadata.name ?? '';
    if (this.pods.has(name)) return false;
    this.pods.set(name, { pod, facts: startedPod(pod, nodeId, this.now) });
    this.created.set(nodeId, pod);
    return true;
  }

  #changePod(name: string, change: (facts: PodFacts, pod: Pod) => PodFacts): boolean {
    const entry = this.pods.get(name);
    if (!entry) return false;
    const before = entry.facts;
    entry.facts = change(before, entry.pod);
    return entry.facts !== before;
  }

  #deletePod(name: string): boolean {
    if (name !== this.#agentPod?.name) return this.pods.delete(name);
    this.#agentPod = undefined;
    return true;
  }

  #saveCache({ configMap, key, entry }: Extract<Action, { kind: 'SaveCache' }>): boolean {
    const cache = this.#configMaps.get(configMap) ?? { labels: { [CACHE_LABEL]: 'Cache' }, data: {} };
    if (cache.data[key] === entry) return false;
    this.#configMaps.set(configMap, { ...cache, data: { ...cache.data, [key]: entry } });
    return true;
  }

  #caches(): Map<string, CacheFacts> {
    return new Map(
      [...this.#configMaps].map(([name, { labels, data }]) => [name, { usable: labels[CACHE_LABEL] === 'Cache', entries: data }] as const),
    );
  }

  readonly #limitOf = (name: string): number | { readonly error: string } => {
    const [, kind, configMap = '', key = ''] = name.split('/');
    const text = kind === 'ConfigMap' ? this.#configMaps.get(configMap)?.data[key] : undefined;
    return text === undefined ? { error: `there is no limit ${configMap}/${key} among the files of the test` } : Number(text);
  };

  #lockRequests(): Map<string, LockRequestView> {
    const holders = [...this.#locks.granted.keys(), ...this.#locks.waiting.map(({ holder }) => holder)];
    return new Map(
      holders.flatMap((holder) => {
        const state = lockState(this.#locks, holder, this.#limitOf);
        return state ? [[holder, state] as const] : [];
      }),
    );
  }

  #actOnClaims(action: Extract<Action, { kind: 'CreateClaim' | 'DeleteClaim' }>): boolean {
    if (action.kind === 'DeleteClaim') return this.#claims.delete(action.name);
    const size = this.#claims.size;
    return this.#claims.add(action.claim.metadata.name ?? '').size > size;
  }

  #actOnLocks(action: Extract<Action, { kind: 'AcquireLocks' | 'ReleaseLocks' }>): boolean {
    const before = this.#locks;
    if (action.kind === 'ReleaseLocks') {
      this.#locks = release(before, action.holder, this.#limitOf);
      return this.#locks !== before;
    }
    const known = lockState(before, action.holder, this.#limitOf);
    this.#locks = acquire(before, action, this.#limitOf);
    return known?.granted !== lockState(this.#locks, action.holder, this.#limitOf)?.granted;
  }

  #actOnAgent(action: Action): boolean {
    switch (action.kind) {
      case 'CreateAgent': {
        if (this.#agentPod) return false;
        this.#agentPod = startedPod({ metadata: { name: action.podName } } as Pod, '', this.now);
        return true;
      }
      case 'WriteTasks': {
        this.#taskSet = 'open';
        for (const [id, task] of Object.entries(action.tasks)) this.tasks.set(id, task);
        for (const id of action.done) {
          this.tasks.delete(id);
          this.results.delete(id);
        }
        return true;
      }
      case 'CompleteTaskSet': {
        if (this.#taskSet !== 'open') return false;
        this.#taskSet = 'completed';
        return true;
      }
      default:
        return false;
    }
  }
}
