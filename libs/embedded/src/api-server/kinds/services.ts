import { type ApiObject, equalJson, isJsonObject, type JsonObject } from '../../store/object.ts';
import type { Resource } from '../resource.ts';
import type { Cause } from '../status-error.ts';
import { duplicate, invalidValue, required } from '../validation/causes.ts';
import { age, fieldColumn, valueAt } from './columns.ts';
import { define, withAge } from './define.ts';
import { fill } from './pod-defaults.ts';
import { choice } from './pod-validation.ts';

/** What the server reads of a service. */
export interface ServiceView extends ApiObject {
  spec: ServiceSpecView;
}

export interface ServiceSpecView extends JsonObject {
  type?: string;
  clusterIP?: string;
  clusterIPs?: string[];
  selector?: Readonly<Record<string, string>>;
  ports?: ServicePortView[];
  publishNotReadyAddresses?: boolean;
}

export interface ServicePortView extends JsonObject {
  name?: string;
  port: number;
  protocol?: string;
  targetPort?: number | string;
  nodePort?: number;
}

const specOf = (service: ApiObject): Partial<ServiceSpecView> => (service['spec'] ?? {}) as ServiceSpecView;

function portsCell(service: ApiObject): string {
  const ports = specOf(service).ports ?? [];
  return ports.map(({ port, nodePort, protocol = 'TCP' }) => `${port}${nodePort ? `:${nodePort}` : ''}/${protocol}`).join(',') || '<none>';
}

function selectorCell(service: ApiObject): string {
  const pairs = Object.entries(specOf(service).selector ?? {}).map(([key, value]) => `${key}=${value}`);
  return pairs.join(',') || '<none>';
}

const services = define({
  group: '',
  version: 'v1',
  plural: 'services',
  kind: 'Service',
  shortNames: ['svc'],
  categories: ['all'],
  hasStatus: true,
  columns: [
    fieldColumn('Type', 'spec.type'),
    { name: 'Cluster-IP', type: 'string', cell: (service) => specOf(service).clusterIP || '<none>' },
    {
      name: 'External-IP',
      type: 'string',
      cell: (service) => {
        const { type, externalName } = specOf(service);
        return type === 'ExternalName' ? String(externalName) : type === 'LoadBalancer' ? '<pending>' : '<none>';
      },
    },
    { name: 'Port(s)', type: 'string', cell: portsCell },
    ...withAge(),
    { name: 'Selector', type: 'string', priority: 1, cell: selectorCell },
  ],
  behaviour: {
    applyDefaults: applyServiceDefaults,
    validate: validateService,
    initialStatus: () => ({ loadBalancer: {} }),
    selectableFields: ['spec.clusterIP', 'spec.type'],
    readField: (service, field) => String(valueAt(service, field.split('.')) ?? ''),
  },
});

function applyServiceDefaults(draft: ApiObject, previous: ApiObject | undefined): void {
  if (!isJsonObject(draft['spec']) || (previous && draft['spec'] === previous['spec'])) return;
  const spec = structuredClone(draft['spec']) as ServiceSpecView;
  draft['spec'] = spec;
  fill(spec, { type: 'ClusterIP', sessionAffinity: 'None' });
  for (const port of spec.ports ?? []) fill(port, { protocol: 'TCP', targetPort: port.port });
  if (spec.type === 'ExternalName') return;
  fill(spec, { internalTrafficPolicy: 'Cluster', ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' });
  if (spec.type !== 'ClusterIP') fill(spec, { externalTrafficPolicy: 'Cluster' });
  if (previous) keepAllocated(spec, specOf(previous));
}

/** Who replaces a service need not know the address and the ports that it was given. */
function keepAllocated(spec: ServiceSpecView, before: Partial<ServiceSpecView>): void {
  if (before.type === 'ExternalName') return;
  fill(spec, { clusterIP: before.clusterIP, clusterIPs: before.clusterIPs });
  if (spec.type !== 'ClusterIP') keepNodePorts(spec.ports ?? [], before.ports ?? []);
}

function keepNodePorts(ports: readonly ServicePortView[], before: readonly ServicePortView[]): void {
  for (const port of ports) {
    const same = before.find((each) => each.port === port.port && each.protocol === port.protocol);
    if (same?.nodePort) port.nodePort ||= same.nodePort;
  }
}

const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];

function validateService(draft: ApiObject, previous: ApiObject | undefined): readonly Cause[] {
  const spec = specOf(draft);
  if (previous && draft['spec'] === previous['spec']) return [];
  const { ports = [] } = spec;
  return [
    ...choice('spec.type', spec.type, types),
    ...validateTarget(spec, ports),
    ...validatePorts(ports),
    ...(previous ? validateAddress(spec, specOf(previous)) : []),
  ];
}

function validateTarget({ type, clusterIP, ...spec }: Partial<ServiceSpecView>, ports: readonly ServicePortView[]): readonly Cause[] {
  if (type === 'ExternalName') return spec['externalName'] ? [] : [required('spec.externalName', '')];
  return ports.length === 0 && clusterIP !== 'None' ? [required('spec.ports', '')] : [];
}

function validatePorts(ports: readonly ServicePortView[]): readonly Cause[] {
  const names = new Set<string>();
  return ports.flatMap(({ name = '', port }, i) => {
    const at = `spec.ports[${i}]`;
    const causes: Cause[] = [];
    if (!(port >= 1 && port <= 65_535)) causes.push(invalidValue(`${at}.port`, port ?? 0, 'must be between 1 and 65535, inclusive'));
    if (ports.length > 1 && name === '') causes.push(required(`${at}.name`, ''));
    if (name !== '' && names.has(name)) causes.push(duplicate(`${at}.name`, name));
    names.add(name);
    return causes;
  });
}

function validateAddress(spec: Partial<ServiceSpecView>, before: Partial<ServiceSpecView>): readonly Cause[] {
  if (spec.type === 'ExternalName' || before.type === 'ExternalName' || !before.clusterIP || spec.clusterIP === before.clusterIP) return [];
  return equalJson(spec.clusterIP, before.clusterIP)
    ? []
    : [invalidValue('spec.clusterIPs[0]', [spec.clusterIP ?? ''], 'may not change once set')];
}

const endpoints = define({
  group: '',
  version: 'v1',
  plural: 'endpoints',
  kind: 'Endpoints',
  listKind: 'EndpointsList',
  singular: 'endpoints',
  shortNames: ['ep'],
  columns: [
    {
      name: 'Endpoints',
      type: 'string',
      cell: (object) =>
        shorten(
          ((object['subsets'] ?? []) as readonly Subset[]).flatMap(({ addresses = [], ports = [] }) =>
            ports.length === 0 ? addresses.map(({ ip }) => ip) : ports.flatMap(({ port }) => addresses.map(({ ip }) => `${ip}:${port}`)),
          ),
        ),
    },
    { name: 'Age', type: 'string', cell: ({ metadata }, now) => age(metadata.creationTimestamp, now) },
  ],
});

interface Subset {
  readonly addresses?: readonly { readonly ip: string }[];
  readonly ports?: readonly { readonly port: number }[];
}

function shorten(list: readonly string[]): string {
  if (list.length === 0) return '<none>';
  return list.length > 3 ? `${list.slice(0, 3).join(',')} + ${list.length - 3} more...` : list.join(',');
}

const endpointSlices = define({
  group: 'discovery.k8s.io',
  version: 'v1',
  plural: 'endpointslices',
  kind: 'EndpointSlice',
  columns: [
    fieldColumn('AddressType', 'addressType'),
    {
      name: 'Ports',
      type: 'string',
      cell: (slice) => shorten(((slice['ports'] ?? []) as readonly { readonly port?: number }[]).map(({ port }) => String(port ?? '*'))),
    },
    {
      name: 'Endpoints',
      type: 'string',
      cell: (slice) =>
        shorten(((slice['endpoints'] ?? []) as readonly { readonly addresses: readonly string[] }[]).flatMap(({ addresses }) => addresses)),
    },
    ...withAge(),
  ],
});

/** Services and what stands behind them. */
export const serviceKinds: readonly Resource[] = [services, endpoints, endpointSlices];
