import { toRfc3339Seconds } from '@argosy/std';
import { randomUUID } from 'node:crypto';
import { type ApiObject, equalJson } from '../../store/object.ts';
import type { StoreEvent } from '../../store/history.ts';
import type { PodView } from '../kinds/pod-types.ts';
import type { ServicePortView, ServiceView } from '../kinds/services.ts';
import { deleteObject } from '../objects/delete.ts';
import type { ApiState } from '../state.ts';
import { resourceOf } from './workloads/workload.ts';
import type { WorkQueue } from './work-queue.ts';

const slices = 'endpointslices.discovery.k8s.io';

/** Keeps the addresses behind every service that has a selector: as Endpoints, and as the EndpointSlice that newer clients read. */
export function startEndpoints(state: ApiState, queue: WorkQueue): () => void {
  const { store } = state;
  const look = (namespace: string, name: string): void => queue.add(`endpoints/${namespace}/${name}`, () => settle(state, namespace, name));
  for (const { object } of store.list('services')) look(object.metadata.namespace ?? '', object.metadata.name ?? '');
  return store.subscribeAll((event, storage) => {
    if (storage === 'services') look(event.namespace, event.name);
    else if (storage === 'pods' && store.count('services') > 0 && mattersToServices(event))
      for (const { object } of store.list('services', event.namespace))
        if (concerns(object, event)) look(event.namespace, object.metadata.name ?? '');
  });
}

function mattersToServices({ current, previous }: StoreEvent): boolean {
  const facts = (object: ApiObject | undefined): unknown => {
    const pod = object as PodView | undefined;
    return pod && [pod.status?.podIP, isReady(pod), pod.metadata.labels, Boolean(pod.metadata.deletionTimestamp), pod.status?.phase];
  };
  return !previous || !equalJson(facts(current.object), facts(previous.object)) || current.object === previous.object;
}

function concerns(service: ApiObject, { current, previous }: StoreEvent): boolean {
  return chooses(service, current.object) || (previous !== undefined && chooses(service, previous.object));
}

function chooses(service: ApiObject, pod: ApiObject): boolean {
  const wanted = Object.entries((service as ServiceView).spec?.selector ?? {});
  return wanted.length > 0 && wanted.every(([key, value]) => pod.metadata.labels?.[key] === value);
}

function isReady({ status }: PodView): boolean {
  return status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') ?? false;
}

function settle(state: ApiState, namespace: string, name: string): void {
  const service = state.store.get('services', namespace, name)?.object as ServiceView | undefined;
  if (!service) {
    drop(state, 'endpoints', { namespace, name });
    return;
  }
  const { selector, type } = service.spec ?? {};
  if (type === 'ExternalName' || Object.keys(selector ?? {}).length === 0) return;
  const pods = state.store
    .list('pods', namespace)
    .map(({ object }) => object as PodView)
    .filter((pod) => chooses(service, pod) && pod.status?.podIP && pod.status.phase !== 'Succeeded' && pod.status.phase !== 'Failed');
  writeEndpoints(state, service, pods);
  writeSlice(state, service, pods);
}

function writeEndpoints(state: ApiState, service: ServiceView, pods: readonly PodView[]): void {
  const isIn = (pod: PodView): boolean =>
    (isReady(pod) && !pod.metadata.deletionTimestamp) || service.spec.publishNotReadyAddresses === true;
  const subsets = [...groupByPorts(service, pods).values()].map(({ ports, members }) => ({
    ...(members.some(isIn) && { addresses: members.filter(isIn).map(addressOf) }),
    ...(members.some((pod) => !isIn(pod)) && { notReadyAddresses: members.filter((pod) => !isIn(pod)).map(addressOf) }),
    ...(ports.length > 0 && { ports }),
  }));
  const body = { kind: 'Endpoints', apiVersion: 'v1', ...(subsets.length > 0 && { subsets }) };
  const labels = { ...service.metadata.labels, 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' };
  write(state, 'endpoints', { service, name: service.metadata.name ?? '', labels, body });
}

function addressOf(pod: PodView): object {
  const { name = '', namespace = '', uid = '' } = pod.metadata;
  const { hostname, subdomain } = pod.spec as { readonly hostname?: string; readonly subdomain?: string };
  return {
    ip: pod.status?.podIP ?? '',
    ...(hostname && subdomain && { hostname }),
    ...(pod.spec.nodeName && { nodeName: pod.spec.nodeName }),
    targetRef: { kind: 'Pod', namespace, name, uid },
  };
}

interface Group {
  readonly ports: readonly EndpointPort[];
  readonly members: PodView[];
}

interface EndpointPort {
  readonly name?: string;
  readonly port: number;
  readonly protocol: string;
}

/** A port that is named may be another number in each pod. */
function groupByPorts({ spec }: ServiceView, pods: readonly PodView[]): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  for (const pod of pods) {
    const ports = (spec.ports ?? []).flatMap((port) => portOf(port, pod) ?? []);
    if (ports.length === 0 && (spec.ports ?? []).length > 0) continue;
    const key = JSON.stringify(ports);
    const group = groups.get(key) ?? { ports, members: [] };
    group.members.push(pod);
    groups.set(key, group);
  }
  return groups;
}

function portOf({ name, protocol = 'TCP', port, targetPort = port }: ServicePortView, pod: PodView): EndpointPort | undefined {
  const containers = [...(pod.spec.containers ?? []), ...(pod.spec.initContainers ?? [])];
  const named = containers.flatMap(({ ports = [] }) => ports).find((each) => each.name === targetPort);
  const number = typeof targetPort === 'number' ? targetPort : (named?.containerPort ?? Number(targetPort));
  return Number.isInteger(number) ? { ...(name && { name }), port: number, protocol } : undefined;
}

function writeSlice(state: ApiState, service: ServiceView, pods: readonly PodView[]): void {
  const name = service.metadata.name ?? '';
  const [group] = groupByPorts(service, pods).values();
  const endpoints = pods.map((pod) => {
    const { ip, ...rest } = addressOf(pod) as { readonly ip: string };
    const terminating = Boolean(pod.metadata.deletionTimestamp);
    const serving = isReady(pod);
    const ready = service.spec.publishNotReadyAddresses === true || (serving && !terminating);
    return { addresses: [ip], conditions: { ready, serving, terminating }, ...rest };
  });
  const ports = (group?.ports ?? []).map((port) => ({ name: port.name ?? '', port: port.port, protocol: port.protocol }));
  const labels = {
    ...service.metadata.labels,
    'kubernetes.io/service-name': name,
    'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
    ...(service.spec.clusterIP === 'None' && { 'service.kubernetes.io/headless': '' }),
  };
  const body = { kind: 'EndpointSlice', apiVersion: 'discovery.k8s.io/v1', addressType: 'IPv4', endpoints, ports };
  write(state, slices, { service, name, labels, body });
}

interface Written {
  readonly service: ServiceView;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly body: object;
}

function write(state: ApiState, storage: string, { service, name, labels, body }: Written): void {
  const { namespace = '', uid = '' } = service.metadata;
  const present = state.store.get(storage, namespace, name)?.object;
  const owner = { apiVersion: 'v1', kind: 'Service', name: service.metadata.name ?? '', uid, controller: true, blockOwnerDeletion: true };
  const metadata = present?.metadata ?? { name, namespace, uid: randomUUID(), creationTimestamp: toRfc3339Seconds(state.clock.now()) };
  // Endpoints have no owner: they bear the name of their service, and go with it.
  const owners = storage === slices ? { ownerReferences: [owner] } : {};
  const next = { ...body, metadata: { ...metadata, labels, ...owners } } as ApiObject;
  if (!present || !equalJson(present, { ...next, metadata: { ...next.metadata, resourceVersion: present.metadata.resourceVersion } }))
    state.store.put(storage, next);
}

interface Key {
  readonly namespace: string;
  readonly name: string;
}

function drop(state: ApiState, storage: string, { namespace, name }: Key): void {
  if (!state.store.get(storage, namespace, name)) return;
  deleteObject(state, { resource: resourceOf(state, storage), namespace, name, options: { dryRun: false } });
}
