import fs from 'node:fs';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import { coreResources, createInformer, type Informer, type KubeClient, realTimers } from '@argosy/kube';
import type { Logger } from '@argosy/std';
import { type NamedService, serviceLines, serviceLinks, withServices } from './service-names.ts';
import { type Backend, createServiceProxy, type ServiceProxy } from './service-proxy.ts';
import type { Endpoints, Service } from './service-view.ts';

export interface ServiceNetworkOptions {
  readonly client: KubeClient;
  readonly logger: Logger;
  /** Whether services' addresses belong to this machine, so that it can listen on them. */
  readonly hasAddresses: boolean;
  readonly dial: (backend: Backend) => Duplex;
}

const settleTime = 50;

/** How pods reach services: by name, and by the service's address. */
export class ServiceNetwork {
  readonly #named = new Map<string, NamedService>();
  readonly #backings = new Map<string, Endpoints>();
  /** Namespaces of the pods by their hosts files. */
  readonly #hosts = new Map<string, string>();
  readonly #proxy: ServiceProxy | undefined;
  readonly #services: Informer<Service, Service>;
  readonly #endpoints: Informer<Endpoints, Endpoints>;
  #pending: NodeJS.Timeout | undefined;

  private constructor({ client, logger, hasAddresses, dial }: ServiceNetworkOptions) {
    this.#proxy = hasAddresses ? createServiceProxy({ dial, logger }) : undefined;
    const common = { client, timers: realTimers, logger, optional: true } as const;
    this.#services = createInformer<Service, Service>({ ...common, type: coreResources.Service, project: (object) => object });
    this.#endpoints = createInformer<Endpoints, Endpoints>({ ...common, type: coreResources.Endpoints, project: (object) => object });
    this.#services.subscribe({
      added: ({ key, value }) => this.#take(key, value),
      updated: ({ key, value }) => this.#take(key, value),
      deleted: ({ key, value }) => this.#drop(key, value),
    });
    this.#endpoints.subscribe({
      added: ({ key, value }) => this.#takeEndpoints(key, value),
      updated: ({ key, value }) => this.#takeEndpoints(key, value),
      deleted: ({ key }) => this.#takeEndpoints(key, undefined),
    });
  }

  /** Resolves when the services that are there already are known. */
  static async open(options: ServiceNetworkOptions): Promise<ServiceNetwork> {
    const network = new ServiceNetwork(options);
    network.#endpoints.start();
    network.#services.start();
    await Promise.all([network.#services.synced, network.#endpoints.synced]);
    return network;
  }

  /** Writes the names into a pod's hosts file, and keeps them current until the pod is forgotten. */
  addPod(hostsFile: string, namespace: string): void {
    this.#hosts.set(hostsFile, namespace);
    this.#write(hostsFile, namespace);
  }

  forgetPod(hostsFile: string): void {
    this.#hosts.delete(hostsFile);
  }

  /** Variables of a container that starts now. */
  links(namespace: string): Readonly<Record<string, string>> {
    return serviceLinks(this.#named.values(), namespace);
  }

  stop(): void {
    clearTimeout(this.#pending);
    this.#services.stop();
    this.#endpoints.stop();
    this.#proxy?.close();
  }

  #take(key: string, service: Service): void {
    const endpoints = this.#backings.get(key);
    this.#named.set(key, { service, endpoints });
    this.#proxy?.update(service, endpoints);
    this.#changed();
  }

  #drop(key: string, service: Service): void {
    this.#named.delete(key);
    this.#proxy?.remove(service);
    this.#changed();
  }

  #takeEndpoints(key: string, endpoints: Endpoints | undefined): void {
    if (endpoints) this.#backings.set(key, endpoints);
    else this.#backings.delete(key);
    const service = this.#named.get(key)?.service;
    if (service) this.#take(key, service);
  }

  /** Pods that become ready one after the other are one change of the names. */
  #changed(): void {
    this.#pending ??= setTimeout(() => {
      this.#pending = undefined;
      for (const [file, namespace] of this.#hosts) this.#write(file, namespace);
    }, settleTime);
  }

  #write(file: string, namespace: string): void {
    if (!fs.existsSync(path.dirname(file))) return;
    const present = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
    const next = withServices(present, serviceLines(this.#named.values(), namespace));
    // In place: containers have this very file mounted.
    if (next !== present) fs.writeFileSync(file, next);
  }
}
