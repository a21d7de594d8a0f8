import { apiVersionOf, type Resource } from './resource.ts';

/** The resources that are served now. Custom ones come and go. */
export class Catalog {
  private readonly byPath = new Map<string, Resource>();
  private readonly byKind = new Map<string, Resource>();
  private readonly byStorage = new Map<string, Resource>();
  private changes = 0;

  /** Counts changes, so that derived documents know when they are out of date. */
  get generation(): number {
    return this.changes;
  }

  add(resource: Resource): void {
    const apiVersion = apiVersionOf(resource);
    this.byPath.set(`${apiVersion}/${resource.plural}`, resource);
    this.byKind.set(`${apiVersion}/${resource.kind}`, resource);
    if (!resource.view) this.byStorage.set(resource.storage, resource);
    this.changes++;
  }

  remove(resource: Resource): void {
    const apiVersion = apiVersionOf(resource);
    this.byPath.delete(`${apiVersion}/${resource.plural}`);
    this.byKind.delete(`${apiVersion}/${resource.kind}`);
    if (!resource.view) this.byStorage.delete(resource.storage);
    this.changes++;
  }

  /** By path, as in `/apis/argoproj.io/v1alpha1/workflows`. */
  find(apiVersion: string, plural: string): Resource | undefined {
    return this.byPath.get(`${apiVersion}/${plural}`);
  }

  findKind(apiVersion: string, kind: string): Resource | undefined {
    return this.byKind.get(`${apiVersion}/${kind}`);
  }

  /** The resource in the version in which it is stored. */
  stored(storage: string): Resource | undefined {
    return this.byStorage.get(storage);
  }

  all(): readonly Resource[] {
    return [...this.byPath.values()];
  }

  hasGroupVersion(apiVersion: string): boolean {
    return this.all().some((resource) => apiVersionOf(resource) === apiVersion);
  }
}
