import { clusterAddress, type Endpoints, readyAddresses, type Service } from './service-view.ts';

const domain = 'svc.cluster.local';
const marker = '# Services of the cluster, kept up to date by the node.';

export interface NamedService {
  readonly service: Service;
  readonly endpoints: Endpoints | undefined;
}

/** Names of services as a pod of a namespace sees them, as lines of /etc/hosts. */
export function serviceLines(services: Iterable<NamedService>, namespace: string): readonly string[] {
  return [...services].flatMap((named) => linesOf(named, namespace));
}

function linesOf({ service, endpoints }: NamedService, namespace: string): readonly string[] {
  const { name = '', namespace: own = '' } = service.metadata;
  const names = namesFor(name, own, namespace);
  const address = clusterAddress(service);
  if (address) return [line(address, names)];
  // Without an address of its own the name stands for the pods, and each of them that has a host name for itself.
  return readyAddresses(endpoints).flatMap(({ ip, hostname }) => [
    line(ip, names),
    ...(hostname
      ? [
          line(
            ip,
            names.map((each) => `${hostname}.${each}`),
          ),
        ]
      : []),
  ]);
}

function namesFor(name: string, own: string, namespace: string): readonly string[] {
  const full = [`${name}.${own}.${domain}`, `${name}.${own}.svc`, `${name}.${own}`];
  return own === namespace ? [...full, name] : full;
}

function line(ip: string, names: readonly string[]): string {
  return `${ip}\t${names.join(' ')}`;
}

/** A hosts file with another list of services; what stands above it is kept, whoever wrote it. */
export function withServices(hosts: string, lines: readonly string[]): string {
  const [own = ''] = hosts.split(`${marker}\n`);
  return lines.length === 0 ? own : `${own}${marker}\n${lines.join('\n')}\n`;
}

/** The variables by which a container finds the services of its namespace, as they were when it started. */
export function serviceLinks(services: Iterable<NamedService>, namespace: string): Readonly<Record<string, string>> {
  const own = [...services].filter(({ service }) => service.metadata.namespace === namespace);
  return Object.assign({}, ...own.map(({ service }) => linksOf(service))) as Record<string, string>;
}

function linksOf(service: Service): Record<string, string> {
  const address = clusterAddress(service);
  const [first, ...rest] = service.spec?.ports ?? [];
  if (!address || !first) return {};
  const prefix = upper(service.metadata.name ?? '');
  const links: Record<string, string> = {
    [`${prefix}_SERVICE_HOST`]: address,
    [`${prefix}_SERVICE_PORT`]: String(first.port),
    [`${prefix}_PORT`]: `${(first.protocol ?? 'TCP').toLowerCase()}://${address}:${first.port}`,
  };
  for (const { name, port, protocol = 'TCP' } of [first, ...rest]) {
    if (name) links[`${prefix}_SERVICE_PORT_${upper(name)}`] = String(port);
    const place = `${prefix}_PORT_${port}_${protocol.toUpperCase()}`;
    links[place] = `${protocol.toLowerCase()}://${address}:${port}`;
    links[`${place}_PROTO`] = protocol.toLowerCase();
    links[`${place}_PORT`] = String(port);
    links[`${place}_ADDR`] = address;
  }
  return links;
}

function upper(name: string): string {
  return name.toUpperCase().replaceAll('-', '_');
}
