import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Container, Pod } from '@argosy/api';
import type { Logger } from '@argosy/std';
import type { ImageSource } from '../images/image-source.ts';
import type { ContainerRuntime, PodSandbox, RunningContainer } from '../runtimes/container-runtime.ts';
import type { ConfigSource } from './config-source.ts';
import { gracePeriod, type PodContext, stopContainer, terminated } from './container-runner.ts';
import { type ContainerLog, logOfRun } from './log-of-run.ts';
import type { PodEvent } from './event-recorder.ts';
import { hostsFile, writeHosts } from './hosts-file.ts';
import type { ServiceNetwork } from './services/service-network.ts';
import { PodDeadline } from './pod-deadline.ts';
import { type ContainerState, podStatus } from './pod-status.ts';
import { RestartPauses, Wakeable } from './restart-pauses.ts';
import { startWhenPossible } from './start-container.ts';
import { prepareVolumes } from './volumes.ts';

export interface PodWorkerOptions {
  readonly pod: Pod;
  readonly folder: string;
  readonly claims: string;
  readonly runtime: ContainerRuntime;
  readonly images: ImageSource;
  readonly source: ConfigSource;
  readonly common: Readonly<Record<string, string>>;
  readonly services: ServiceNetwork;
  readonly logger: Logger;
  /** Writes the status to the API server; failures are the publisher's to repeat. */
  readonly publish: (pod: Pod, status: Pod['status']) => Promise<void>;
  readonly event: (pod: Pod, event: PodEvent) => void;
}

/** What a pod declares, and what its images are known for. */
function portsOf({ spec }: Pod, images: ImageSource): number[] {
  const containers = [...(spec.initContainers ?? []), ...spec.containers];
  return containers.flatMap(({ image = '', ports = [] }) => [...ports.map(({ containerPort }) => containerPort), ...images.ports(image)]);
}

const publishDelay = 15;
const firstBackoff = 1000;

/** Runs one pod from its volumes to its last container. */
export class PodWorker {
  readonly containers: readonly ContainerState[];
  readonly #options: PodWorkerOptions;
  readonly #running = new Map<string, RunningContainer>();
  readonly #stop = new AbortController();
  readonly #startTime = Date.now();
  #ip = '';
  #sandbox: PodSandbox | undefined;
  #ended: { readonly reason: string; readonly message: string } | undefined;
  #over = false;
  #publishPending = false;
  #grace: number;
  readonly #deadline = new PodDeadline(this.#startTime, () =>
    this.terminate(this.#grace, {
      reason: 'DeadlineExceeded',
      message: 'Pod was active on the node longer than the specified deadline',
    }),
  );
  #conditions: NonNullable<Pod['status']>['conditions'];
  /** Resolves when nothing of the pod runs any more and its last status was written. */
  readonly done: Promise<void>;

  constructor(options: PodWorkerOptions) {
    this.#options = options;
    const { spec } = options.pod;
    const initial = (container: Container, init: boolean): ContainerState => ({
      container,
      init,
      sidecar: init && container.restartPolicy === 'Always',
      state: { kind: 'waiting', reason: init || !spec.initContainers?.length ? 'ContainerCreating' : 'PodInitializing', message: '' },
      ready: false,
      started: false,
      restarts: 0,
    });
    this.containers = [
      ...(spec.initContainers ?? []).map((container) => initial(container, true)),
      ...spec.containers.map((container) => initial(container, false)),
    ];
    this.#grace = gracePeriod(options.pod);
    this.done = this.#run();
  }

  get ip(): string {
    return this.#ip;
  }

  /** The pod's network, once it is there. */
  get sandbox(): PodSandbox | undefined {
    return this.#sandbox;
  }

  running(container: string): RunningContainer | undefined {
    return this.#running.get(container);
  }

  /** Ends all containers: the pod was deleted, or its time is over. */
  terminate(grace: number, ended?: { readonly reason: string; readonly message: string }): void {
    this.#ended ??= ended;
    const shorter = this.#stop.signal.aborted && grace < this.#grace;
    this.#grace = grace;
    this.#stop.abort();
    if (shorter) setTimeout(() => this.#kill(), grace);
  }

  #kill(): void {
    for (const running of this.#running.values()) running.signal('SIGKILL');
  }

  async #run(): Promise<void> {
    const { pod, logger } = this.#options;
    this.#deadline.watch(pod);
    try {
      const context = await this.#prepare();
      if (context) await this.#runContainers(context);
    } catch (error) {
      logger.error('pod failed', { pod: pod.metadata.name, error: (error as Error).stack });
      this.#ended ??= { reason: 'Failed', message: (error as Error).message };
    } finally {
      this.#deadline.cancel();
      this.#over = true;
      for (const state of this.containers)
        if (state.state.kind === 'waiting' && this.#ended === undefined && this.#stop.signal.aborted)
          this.#ended = { reason: 'Terminated', message: '' };
      await this.#publishNow();
    }
  }

  /** The pod's object has changed: of a running pod only its deadline can. */
  update(pod: Pod): void {
    if (!this.#over) this.#deadline.watch(pod);
  }

  /** Volumes and network; what is missing is tried again until the pod is ended. */
  async #prepare(): Promise<PodContext | undefined> {
    const { pod, folder, claims, runtime, images, source, common, services } = this.#options;
    const changed = (): void => this.#publishSoon();
    const event = (happened: PodEvent): void => this.#options.event(pod, happened);
    fs.mkdirSync(folder, { recursive: true });
    for (let wait = firstBackoff; !this.#stop.signal.aborted; wait = Math.min(wait * 2, 30_000)) {
      try {
        const places = await prepareVolumes({ pod, folder, claims, source });
        const sandbox = await runtime.createSandbox({ folder, hostNetwork: pod.spec.hostNetwork === true, ports: portsOf(pod, images) });
        this.#ip = sandbox.ip;
        this.#sandbox = sandbox;
        writeHosts(pod, hostsFile(folder), sandbox);
        services.addPod(hostsFile(folder), pod.metadata.namespace ?? '');
        return { pod, folder, runtime, images, source, sandbox, places, common, services, changed, event };
      } catch (error) {
        const { message } = error as Error;
        event({ type: 'Warning', reason: 'FailedMount', message: `Unable to attach or mount volumes: ${message}` });
        this.#waitAll('ContainerCreating', message);
        await this.#pause(wait);
      }
    }
    return undefined;
  }

  #waitAll(reason: string, message: string): void {
    for (const state of this.containers) if (state.state.kind === 'waiting') state.state = { kind: 'waiting', reason, message };
    this.#publishSoon();
  }

  async #runContainers(context: PodContext): Promise<void> {
    const sidecars: Promise<void>[] = [];
    for (const state of this.containers.filter(({ init }) => init)) {
      if (this.#stop.signal.aborted) break;
      if (state.sidecar) {
        await new Promise<void>((ready) => void sidecars.push(this.#keepRunning(context, state, ready)));
      } else if (!(await this.#runToEnd(context, state))) {
        await this.#stopSidecars(context, sidecars);
        return;
      }
    }
    const mains = this.containers.filter(({ init }) => !init);
    for (const state of mains) if (state.state.kind === 'waiting') state.state = { ...state.state, reason: 'ContainerCreating' };
    if (!this.#stop.signal.aborted) await Promise.all(mains.map((state) => this.#runToEnd(context, state)));
    await this.#stopSidecars(context, sidecars);
  }

  /** Runs a container until its restart policy leaves it ended; true when it succeeded. */
  async #runToEnd(context: PodContext, state: ContainerState): Promise<boolean> {
    const { restartPolicy } = this.#options.pod.spec;
    const pauses = new RestartPauses();
    while (!this.#stop.signal.aborted) {
      const exitCode = await this.#runOnce(context, state);
      if (exitCode === undefined) return false;
      const again = state.init
        ? exitCode !== 0 && restartPolicy !== 'Never'
        : restartPolicy === 'Always' || (restartPolicy === 'OnFailure' && exitCode !== 0);
      if (!again || this.#stop.signal.aborted) return exitCode === 0;
      await this.#backOff(state, pauses);
    }
    return false;
  }

  /** A sidecar is started again whenever it ends before the pod does. */
  async #keepRunning(context: PodContext, state: ContainerState, ready: () => void): Promise<void> {
    const mainsDone = (): boolean => this.#sidecarsMayEnd || this.#stop.signal.aborted;
    const pauses = new RestartPauses();
    while (!mainsDone()) {
      await this.#runOnce(context, state, ready);
      ready();
      if (!mainsDone()) await this.#backOff(state, pauses);
    }
  }

  #sidecarsMayEnd = false;
  /** Restarts that are waited for. */
  readonly #restarts = new Wakeable();

  async #stopSidecars(context: PodContext, sidecars: readonly Promise<void>[]): Promise<void> {
    this.#sidecarsMayEnd = true;
    this.#restarts.wakeAll();
    for (const state of this.containers.filter(({ sidecar }) => sidecar).toReversed()) {
      const running = this.#running.get(state.container.name);
      if (running) await stopContainer(context, { container: state.container }, { running, grace: this.#grace });
    }
    await Promise.all(sidecars);
  }

  async #backOff(state: ContainerState, pauses: RestartPauses): Promise<void> {
    const { pod } = this.#options;
    const ended = state.state.kind === 'terminated' ? state.state : undefined;
    if (ended) state.last = ended;
    state.restarts++;
    const wait = pauses.after(ended ? ended.finishedAt - ended.startedAt : 0);
    if (wait === 0) return;
    state.state = {
      kind: 'waiting',
      reason: 'CrashLoopBackOff',
      message: `back-off ${wait / 1000}s restarting failed container=${state.container.name} pod=${pod.metadata.name ?? ''}`,
    };
    this.#publishSoon();
    const where = `${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`;
    const message = `Back-off restarting failed container ${state.container.name} in pod ${where}`;
    this.#options.event(pod, { type: 'Warning', reason: 'BackOff', message });
    await this.#restarts.pause(wait, this.#stop.signal);
  }

  /** Starts a container and waits for its end; undefined when it never started because the pod was ended. */
  async #runOnce(context: PodContext, state: ContainerState, started?: () => void): Promise<number | undefined> {
    const running = await startWhenPossible(context, state, this.#stop.signal);
    if (!running) return undefined;
    const { container } = state;
    this.#running.set(container.name, running);
    started?.();
    const stop = (): void => void stopContainer(context, { container }, { running, grace: this.#grace });
    if (!state.sidecar) {
      if (this.#stop.signal.aborted) stop();
      else this.#stop.signal.addEventListener('abort', stop, { once: true });
    }
    const exit = await running.exit;
    this.#stop.signal.removeEventListener('abort', stop);
    this.#running.delete(container.name);
    state.state = terminated(container, exit, running.folder);
    state.ready = false;
    state.started = false;
    await context.runtime.cleanUp(running.folder);
    this.#publishSoon();
    return exit.exitCode;
  }

  async #pause(wait: number): Promise<void> {
    await sleep(wait, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }

  /** Changes within a few milliseconds are one write. */
  #publishSoon(): void {
    if (this.#over || this.#publishPending) return;
    this.#publishPending = true;
    void sleep(publishDelay).then(() => {
      this.#publishPending = false;
      return this.#over ? undefined : this.#publishNow();
    });
  }

  async #publishNow(): Promise<void> {
    const { pod, publish } = this.#options;
    const state = { pod, containers: this.containers, ip: this.#ip, startTime: this.#startTime, ended: this.#ended, over: this.#over };
    const status = podStatus({ ...state, conditions: this.#conditions }, Date.now());
    this.#conditions = status?.conditions;
    await publish(pod, status);
  }

  /** The log of a container's run, and whether that run has ended; or what the container waits for before its first. */
  logOf(container: string, previous: boolean): ContainerLog {
    const state = this.containers.find((candidate) => candidate.container.name === container);
    return logOfRun(state, { podFolder: this.#options.folder, previous });
  }
}
