import net from 'node:net';
import type { Duplex } from 'node:stream';
import type { Logger } from '@argosy/std';
import { clusterAddress, type Endpoints, type Service, type ServicePort } from './service-view.ts';

/** A pod that answers for a service. */
export interface Backend {
  readonly ip: string;
  readonly port: number;
  readonly podUid: string;
}

export interface ServiceProxyOptions {
  /** A connection to a pod; failures are errors of the stream. */
  readonly dial: (backend: Backend) => Duplex;
  readonly logger: Logger;
}

/** Listens on the addresses of services and hands connections on to their pods, TCP only. */
export interface ServiceProxy {
  /** A service or what stands behind it has changed. */
  update(service: Service, endpoints: Endpoints | undefined): void;
  remove(service: Service): void;
  close(): void;
}

interface Listening {
  readonly server: net.Server;
  backends: readonly Backend[];
  next: number;
}

export function createServiceProxy(options: ServiceProxyOptions): ServiceProxy {
  const listening = new Map<string, Listening>();
  const ofService = new Map<string, ReadonlySet<string>>();
  const drop = (places: Iterable<string>): void => {
    for (const place of places) {
      listening.get(place)?.server.close();
      listening.delete(place);
    }
  };
  const remove = (service: Service): void => {
    drop(ofService.get(keyOf(service)) ?? []);
    ofService.delete(keyOf(service));
  };
  return {
    update: (service, endpoints) => {
      const wanted = new Map(placesOf(service).map(({ place, port }) => [place, backendsOf(endpoints, port)]));
      drop([...(ofService.get(keyOf(service)) ?? [])].filter((place) => !wanted.has(place)));
      for (const [place, backends] of wanted) {
        const known = listening.get(place);
        if (known) known.backends = backends;
        else listening.set(place, listen(options, place, backends));
      }
      ofService.set(keyOf(service), new Set(wanted.keys()));
    },
    remove,
    close: () => drop([...listening.keys()]),
  };
}

function keyOf({ metadata }: Service): string {
  return `${metadata.namespace}/${metadata.name}`;
}

/** Addresses and ports on which a service is reached. */
function placesOf(service: Service): readonly { readonly place: string; readonly port: ServicePort }[] {
  const address = clusterAddress(service);
  if (!address) return [];
  const ports = (service.spec?.ports ?? []).filter(({ protocol = 'TCP' }) => protocol === 'TCP');
  return ports.flatMap((port) => [
    { place: `${address}:${port.port}`, port },
    ...(port.nodePort ? [{ place: `127.0.0.1:${port.nodePort}`, port }] : []),
  ]);
}

function backendsOf(endpoints: Endpoints | undefined, { name = '' }: ServicePort): readonly Backend[] {
  return (endpoints?.subsets ?? []).flatMap(({ addresses = [], ports = [] }) => {
    const port = ports.find((each) => (each.name ?? '') === name);
    return port ? addresses.map(({ ip, targetRef }) => ({ ip, port: port.port, podUid: targetRef?.uid ?? '' })) : [];
  });
}

function listen({ dial, logger }: ServiceProxyOptions, place: string, backends: readonly Backend[]): Listening {
  const [host = '', port = ''] = place.split(':');
  const server = net.createServer({ allowHalfOpen: true }, (client) => {
    client.on('error', () => undefined);
    const { backends: present } = state;
    const backend = present[state.next++ % Math.max(1, present.length)];
    if (!backend) {
      // Nothing stands behind the service: refused, as it is where no rule leads anywhere.
      client.resetAndDestroy();
      return;
    }
    const pod = dial(backend);
    pod.on('error', () => client.destroy());
    client.on('close', () => pod.destroy());
    client.pipe(pod).pipe(client);
  });
  const state: Listening = { server, backends, next: 0 };
  server.on('error', (error) => logger.warn('cannot listen for a service', { place, error: error.message }));
  server.listen(Number(port), host);
  server.unref();
  return state;
}
