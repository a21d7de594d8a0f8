import type { Catalog } from '../catalog.ts';
import { apiVersionOf, type Resource } from '../resource.ts';

/** `/api`: versions of the core group. */
export function coreVersions(serverAddress: string): object {
  return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress }] };
}

/** `/apis`: the named groups and their versions. */
export function groupList(catalog: Catalog): object {
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: groupsOf(catalog).map(groupOf) };
}

/** `/apis/{group}`; undefined for a group that is not served. */
export function groupDocument(catalog: Catalog, name: string): object | undefined {
  const group = groupsOf(catalog).find((each) => each.name === name);
  return group && { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(group) };
}

/** `/api/v1` and `/apis/{group}/{version}`; undefined for a version that is not served. */
export function resourceList(catalog: Catalog, groupVersion: string): object | undefined {
  const resources = catalog.all().filter((resource) => apiVersionOf(resource) === groupVersion);
  if (resources.length === 0 && !reviewGroups.has(groupVersion)) return undefined;
  const reviews = (reviewGroups.get(groupVersion) ?? []).map((review) => ({
    ...review,
    singularName: review.kind.toLowerCase(),
    verbs: ['create'],
  }));
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources: [...resources.flatMap(legacyEntries), ...reviews] };
}

/** `/api` and `/apis` as one document (`apidiscovery.k8s.io/v2`), which new clients ask for. */
export function aggregatedDiscovery(catalog: Catalog, core: boolean): object {
  const groups = core ? [{ name: '', versions: ['v1'] }] : groupsOf(catalog);
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: groups.map(({ name, versions }) => ({
      metadata: { creationTimestamp: null, ...(name ? { name } : {}) },
      versions: versions.map((version) => ({ version, resources: aggregatedResources(catalog, name, version), freshness: 'Current' })),
    })),
  };
}

interface Review {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** Questions that are answered and not stored. */
const reviewGroups: ReadonlyMap<string, readonly Review[]> = new Map([
  [
    'authentication.k8s.io/v1',
    [
      { name: 'selfsubjectreviews', kind: 'SelfSubjectReview', namespaced: false },
      { name: 'tokenreviews', kind: 'TokenReview', namespaced: false },
    ],
  ],
  [
    'authorization.k8s.io/v1',
    [
      { name: 'localsubjectaccessreviews', kind: 'LocalSubjectAccessReview', namespaced: true },
      { name: 'selfsubjectaccessreviews', kind: 'SelfSubjectAccessReview', namespaced: false },
      { name: 'selfsubjectrulesreviews', kind: 'SelfSubjectRulesReview', namespaced: false },
      { name: 'subjectaccessreviews', kind: 'SubjectAccessReview', namespaced: false },
    ],
  ],
]);

interface Group {
  readonly name: string;
  readonly versions: readonly string[];
}

function groupsOf(catalog: Catalog): readonly Group[] {
  const groups = new Map<string, Set<string>>();
  const note = (group: string, version: string): void => {
    const versions = groups.get(group) ?? new Set<string>();
    groups.set(group, versions.add(version));
  };
  for (const { group, version } of catalog.all()) if (group) note(group, version);
  for (const groupVersion of reviewGroups.keys()) note(groupVersion.split('/')[0] ?? '', groupVersion.split('/')[1] ?? '');
  return [...groups.entries()].map(([name, versions]) => ({ name, versions: [...versions] }));
}

function groupOf({ name, versions }: Group): object {
  const list = versions.map((version) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions: list, preferredVersion: list[0] };
}

function legacyEntries(resource: Resource): readonly object[] {
  const { plural, singular, namespaced, kind, verbs, shortNames, categories, subresources } = resource;
  const main = {
    name: plural,
    singularName: singular,
    namespaced,
    kind,
    verbs,
    ...(shortNames.length > 0 ? { shortNames } : {}),
    ...(categories.length > 0 ? { categories } : {}),
  };
  const others = subresources.map((subresource) => ({
    name: `${plural}/${subresource.name}`,
    singularName: '',
    namespaced,
    ...(subresource.group ? { group: subresource.group, version: subresource.version } : {}),
    kind: subresource.kind,
    verbs: subresource.verbs,
  }));
  return [main, ...others];
}

function aggregatedResources(catalog: Catalog, group: string, version: string): readonly object[] {
  const served = catalog.all().filter((resource) => resource.group === group && resource.version === version);
  const reviews = (reviewGroups.get(`${group}/${version}`) ?? []).map((review) => ({
    resource: review.name,
    responseKind: { group, version, kind: review.kind },
    scope: review.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: review.kind.toLowerCase(),
    verbs: ['create'],
  }));
  return [...served.map(aggregatedEntry), ...reviews];
}

function aggregatedEntry(resource: Resource): object {
  const { group, version, kind, plural, singular, namespaced, verbs, shortNames, categories, subresources } = resource;
  return {
    resource: plural,
    responseKind: { group, version, kind },
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singular,
    verbs,
    ...(shortNames.length > 0 ? { shortNames } : {}),
    ...(categories.length > 0 ? { categories } : {}),
    ...(subresources.length > 0
      ? {
          subresources: subresources.map((subresource) => ({
            subresource: subresource.name,
            responseKind: { group: subresource.group ?? group, version: subresource.version ?? version, kind: subresource.kind },
            verbs: subresource.verbs,
          })),
        }
      : {}),
  };
}
