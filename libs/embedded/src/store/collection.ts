import type { StoredObject } from './history.ts';

/** All objects of one resource by namespace and name, listed in the order of their keys. */
export class Collection {
  private readonly namespaces = new Map<string, NamespaceIndex>();
  private namespaceOrder: readonly string[] | undefined;
  private count = 0;

  get size(): number {
    return this.count;
  }

  get(namespace: string, name: string): StoredObject | undefined {
    return this.namespaces.get(namespace)?.objects.get(name);
  }

  set(namespace: string, name: string, stored: StoredObject): void {
    const index = this.namespaces.get(namespace) ?? this.addNamespace(namespace);
    if (!index.objects.has(name)) {
      index.order = undefined;
      this.count++;
    }
    index.objects.set(name, stored);
  }

  delete(namespace: string, name: string): void {
    const index = this.namespaces.get(namespace);
    if (!index?.objects.delete(name)) return;
    index.order = undefined;
    this.count--;
    if (index.objects.size === 0) {
      this.namespaces.delete(namespace);
      this.namespaceOrder = undefined;
    }
  }

  /** Objects of one namespace, or of all when it is absent. */
  list(namespace?: string): readonly StoredObject[] {
    if (namespace !== undefined) return this.listNamespace(namespace);
    this.namespaceOrder ??= [...this.namespaces.keys()].sort((a, b) => compareKeys(`${a}/`, `${b}/`));
    if (this.namespaceOrder.length === 1) return this.listNamespace(this.namespaceOrder[0] ?? '');
    return this.namespaceOrder.flatMap((each) => this.listNamespace(each));
  }

  private addNamespace(namespace: string): NamespaceIndex {
    const index: NamespaceIndex = { objects: new Map(), order: undefined };
    this.namespaces.set(namespace, index);
    this.namespaceOrder = undefined;
    return index;
  }

  private listNamespace(namespace: string): readonly StoredObject[] {
    const index = this.namespaces.get(namespace);
    if (!index) return [];
    index.order ??= [...index.objects.keys()].sort(compareKeys);
    const listed: StoredObject[] = [];
    for (const name of index.order) {
      const stored = index.objects.get(name);
      if (stored) listed.push(stored);
    }
    return listed;
  }
}

interface NamespaceIndex {
  readonly objects: Map<string, StoredObject>;
  /** Sorted names; absent after a name came or went. */
  order: readonly string[] | undefined;
}

/** Byte order for the ASCII names of Kubernetes. */
export function compareKeys(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
