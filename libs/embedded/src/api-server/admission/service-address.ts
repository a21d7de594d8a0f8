import type { ApiObject } from '../../store/object.ts';
import type { ServiceSpecView, ServiceView } from '../kinds/services.ts';
import type { ApiState } from '../state.ts';
import { invalid } from '../status-error.ts';
import { invalidValue } from '../validation/causes.ts';

const serviceName = { group: '', plural: 'services', kind: 'Service' };
const firstNodePort = 30_000;
const lastNodePort = 32_767;

/** Gives a service its address and its node ports, unless it asks for certain ones; one that is taken is refused. */
export function allocateService(state: ApiState, draft: ApiObject): void {
  const { spec } = draft as ServiceView;
  if (!spec || spec.type === 'ExternalName') return;
  const others = state.store
    .list('services')
    .map(({ object }) => object as ServiceView)
    .filter(({ metadata }) => metadata.uid !== draft.metadata.uid);
  allocateAddress(state, draft, { spec, others });
  if (spec.type === 'ClusterIP') for (const port of spec.ports ?? []) delete port.nodePort;
  else allocateNodePorts(draft, spec, others);
}

interface Allocation {
  readonly spec: ServiceSpecView;
  readonly others: readonly ServiceView[];
}

function allocateAddress({ serviceCidr }: ApiState, draft: ApiObject, { spec, others }: Allocation): void {
  const used = new Set(others.map((other) => other.spec?.clusterIP));
  const wanted = spec.clusterIP || spec.clusterIPs?.[0];
  const range = readCidr(serviceCidr);
  const problem = wanted && wanted !== 'None' ? whyRefused(wanted, { used, range, serviceCidr }) : undefined;
  if (wanted && problem) throw refused(draft, wanted, problem);
  const address = wanted || freeAddress(range, used, draft.metadata.uid ?? '');
  if (!address) throw refused(draft, '', 'range is full');
  spec.clusterIP = address;
  spec.clusterIPs = [address];
}

interface Addresses {
  readonly used: ReadonlySet<string | undefined>;
  readonly range: Range;
  readonly serviceCidr: string;
}

function whyRefused(wanted: string, { used, range, serviceCidr }: Addresses): string | undefined {
  if (!isIn(range, wanted)) return `provided IP (${wanted}) is not in the valid range. The range of valid IPs is ${serviceCidr}`;
  return used.has(wanted) ? 'provided IP is already allocated' : undefined;
}

function refused(draft: ApiObject, address: string, why: string): Error {
  const message = `failed to allocate IP ${address}: ${why}`;
  return invalid(serviceName, draft.metadata.name ?? '', [invalidValue('spec.clusterIPs', [address], message)]);
}

function allocateNodePorts(draft: ApiObject, spec: ServiceSpecView, others: readonly ServiceView[]): void {
  const used = new Set(others.flatMap((other) => (other.spec?.ports ?? []).map(({ nodePort }) => nodePort)));
  (spec.ports ?? []).forEach((port, i) => {
    if (port.nodePort && used.has(port.nodePort)) {
      const cause = invalidValue(`spec.ports[${i}].nodePort`, port.nodePort, 'provided port is already allocated');
      throw invalid(serviceName, draft.metadata.name ?? '', [cause]);
    }
    for (let next = firstNodePort; !port.nodePort && next <= lastNodePort; next++) if (!used.has(next)) port.nodePort = next;
    used.add(port.nodePort);
  });
}

interface Range {
  readonly first: number;
  readonly size: number;
}

function readCidr(cidr: string): Range {
  const [address = '', bits = '24'] = cidr.split('/');
  return { first: toNumber(address), size: 2 ** (32 - Number(bits)) };
}

function isIn({ first, size }: Range, address: string): boolean {
  const number = toNumber(address);
  return number > first && number < first + size - 1;
}

/** Starts at a place that the uid gives, so that an address is not given to another service as soon as it is free. */
function freeAddress(range: Range, used: ReadonlySet<string | undefined>, uid: string): string | undefined {
  const places = range.size - 2;
  const start = Number.parseInt(uid.replaceAll('-', '').slice(0, 8), 16) % places;
  for (let i = 0; i < places; i++) {
    const address = toText(range.first + 1 + ((start + i) % places));
    if (!used.has(address)) return address;
  }
  return undefined;
}

function toNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function toText(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}
