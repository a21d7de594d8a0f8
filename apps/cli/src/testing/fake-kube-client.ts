import type {
  ExecResult,
  KubeClient,
  KubeList,
  KubeObject,
  ListOptions,
  LogOptions,
  ObjectRef,
  PatchOptions,
  ResourceType,
  WatchEvent,
  WatchOptions,
} from '@argosy/kube';
import { OperationalError } from '@argosy/std';

interface Watcher {
  readonly type: ResourceType;
  readonly options: WatchOptions;
  readonly queue: WatchEvent<KubeObject>[];
  wake(): void;
}

/** A Kubernetes API in memory, as far as the command line uses one. Times and names it gives out are fixed. */
export class FakeKubeClient implements KubeClient {
  readonly serverUrl = 'https://fake:6443';
  /** `POST workflows/name` and so on, for tests that nothing was created. */
  readonly writes: string[] = [];
  /** Log text by `pod/container`. */
  readonly logTexts = new Map<string, string>();
  /** So many writes are refused because someone else was faster. */
  conflicts = 0;
  private readonly objects = new Map<string, KubeObject>();
  private readonly watchers = new Set<Watcher>();
  private revision = 100;
  private generated = 0;
  private readonly creationTimestamp: string;

  constructor(creationTimestamp: string) {
    this.creationTimestamp = creationTimestamp;
  }

  /** Puts an object in, as if it had always been there. */
  seed(type: ResourceType, object: unknown): void {
    this.store(type, object as KubeObject);
  }

  /** Changes an object and tells the watchers. */
  change(type: ResourceType, object: unknown): void {
    this.emit(type, 'MODIFIED', this.store(type, object as KubeObject));
  }

  async get<T extends KubeObject>(type: ResourceType, ref: ObjectRef): Promise<T> {
    const object = this.objects.get(keyOf(type, ref));
    if (!object) throw notFound(type, ref.name);
    return structuredClone(object) as T;
  }

  async list<T extends KubeObject>(type: ResourceType, options: ListOptions = {}): Promise<KubeList<T>> {
    const items = [...this.objects]
      .filter(([key, object]) => key.startsWith(`${type.plural}/`) && matches(object, options))
      .map(([, object]) => structuredClone(object) as T);
    const start = Number(options.continue ?? 0);
    const end = options.limit ? start + options.limit : items.length;
    return {
      metadata: { resourceVersion: String(this.revision), ...(end < items.length && { continue: String(end) }) },
      items: items.slice(start, end),
    };
  }

  async *watch<T extends KubeObject>(type: ResourceType, options: WatchOptions = {}): AsyncGenerator<WatchEvent<T>> {
    let wake = (): void => undefined;
    const watcher: Watcher = { type, options, queue: [], wake: () => wake() };
    this.watchers.add(watcher);
    options.signal?.addEventListener('abort', watcher.wake);
    try {
      while (!options.signal?.aborted) {
        const event = watcher.queue.shift();
        if (event) yield event as WatchEvent<T>;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      this.watchers.delete(watcher);
    }
  }

  async create<T extends KubeObject>(type: ResourceType, object: T, options: { readonly dryRun?: boolean } = {}): Promise<T> {
    const name = object.metadata.name || `${String(object.metadata['generateName'])}${'abcdefghij'[this.generated++]}1234`;
    if (this.objects.has(keyOf(type, { name, namespace: object.metadata.namespace ?? '' })))
      throw new OperationalError(`${type.plural}.${type.group} "${name}" already exists`, { code: 'KUBE_ALREADYEXISTS', retry: 'never' });
    const created = { ...object, metadata: { ...object.metadata, name, uid: `uid-${name}`, creationTimestamp: this.creationTimestamp } };
    if (options.dryRun) return created;
    this.writes.push(`POST ${type.plural}/${name}`);
    const stored = this.store(type, created);
    this.emit(type, 'ADDED', stored);
    return structuredClone(stored) as T;
  }

  async update<T extends KubeObject>(type: ResourceType, object: T): Promise<T> {
    this.writes.push(`PUT ${type.plural}/${object.metadata.name}`);
    const stored = this.store(type, object);
    this.emit(type, 'MODIFIED', stored);
    return structuredClone(stored) as T;
  }

  async patch<T extends KubeObject>(type: ResourceType, ref: ObjectRef & { readonly body: unknown }, _options: PatchOptions): Promise<T> {
    if (this.conflicts-- > 0) throw new OperationalError('the object has been modified', { code: 'KUBE_CONFLICT', retry: 'now' });
    this.writes.push(`PATCH ${type.plural}/${ref.name}`);
    const stored = this.store(type, merged(await this.get(type, ref), ref.body) as KubeObject);
    this.emit(type, 'MODIFIED', stored);
    return structuredClone(stored) as T;
  }

  async delete(type: ResourceType, ref: ObjectRef): Promise<void> {
    const object = await this.get(type, ref);
    this.writes.push(`DELETE ${type.plural}/${ref.name}`);
    this.objects.delete(keyOf(type, ref));
    this.emit(type, 'DELETED', object);
  }

  deleteCollection(): Promise<void> {
    return Promise.reject(new Error('not used by the command line'));
  }

  async *logs(pod: Required<ObjectRef>, options: LogOptions = {}): AsyncGenerator<Uint8Array> {
    const text = this.logTexts.get(`${pod.name}/${options.container}`);
    if (text === undefined) throw notFound({ plural: 'pods', group: '' }, pod.name);
    const lines = text.split('\n').filter((line) => line !== '');
    const kept = options.tailLines === undefined ? lines : lines.slice(lines.length - options.tailLines);
    // Chunks end where they like, also within a line.
    const bytes = new TextEncoder().encode(kept.map((line) => `${line}\n`).join(''));
    for (let start = 0; start < bytes.length; start += 10) yield bytes.subarray(start, start + 10);
  }

  exec(): Promise<ExecResult> {
    return Promise.reject(new Error('not used by the command line'));
  }

  raw(): Promise<unknown> {
    return Promise.reject(new Error('not used by these tests'));
  }

  async close(): Promise<void> {
    for (const watcher of this.watchers) watcher.wake();
  }

  private store(type: ResourceType, object: KubeObject): KubeObject {
    this.revision++;
    const stored = structuredClone({ ...object, metadata: { ...object.metadata, resourceVersion: String(this.revision) } });
    this.objects.set(keyOf(type, { name: object.metadata.name ?? '', namespace: object.metadata.namespace ?? '' }), stored);
    return stored;
  }

  private emit(type: ResourceType, change: 'ADDED' | 'MODIFIED' | 'DELETED', object: KubeObject): void {
    for (const watcher of this.watchers) {
      if (watcher.type.plural !== type.plural || !matches(object, watcher.options)) continue;
      watcher.queue.push({ type: change, object: structuredClone(object) });
      watcher.wake();
    }
  }
}

function keyOf(type: Pick<ResourceType, 'plural'>, { name, namespace }: ObjectRef): string {
  return `${type.plural}/${namespace ?? ''}/${name}`;
}

function notFound(type: Pick<ResourceType, 'plural' | 'group'>, name: string): OperationalError {
  return new OperationalError(`${type.group === '' ? type.plural : `${type.plural}.${type.group}`} "${name}" not found`, {
    code: 'KUBE_NOTFOUND',
    retry: 'never',
  });
}

function matches(object: KubeObject, { namespace, labelSelector, fieldSelector }: ListOptions): boolean {
  if (namespace !== undefined && object.metadata.namespace !== namespace) return false;
  const fields: Record<string, string> = {
    'metadata.name': object.metadata.name ?? '',
    'metadata.namespace': object.metadata.namespace ?? '',
  };
  return (
    terms(labelSelector).every((term) => meets(object.metadata.labels ?? {}, term)) &&
    terms(fieldSelector).every((term) => meets(fields, term))
  );
}

function terms(selector: string | undefined): string[] {
  return (selector ?? '').match(/[^,(]+(\([^)]*\))?/g) ?? [];
}

function meets(values: Readonly<Record<string, string>>, term: string): boolean {
  const set = /^(\S+) in \((.*)\)$/.exec(term);
  if (set) return (set[2] as string).split(',').includes(values[set[1] as string] ?? '');
  if (term.startsWith('!')) return values[term.slice(1)] === undefined;
  const comparison = /^([^!=]+)(!=|==?)(.*)$/.exec(term);
  if (!comparison) return values[term] !== undefined;
  return (values[comparison[1] as string] === comparison[3]) === (comparison[2] !== '!=');
}

function merged(target: unknown, patch: unknown): unknown {
  if (patch === null || typeof patch !== 'object' || Array.isArray(patch)) return patch;
  const result: Record<string, unknown> = { ...(target as Record<string, unknown> | undefined) };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = merged(result[key], value);
  }
  return result;
}
