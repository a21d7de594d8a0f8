import { parseQuantity } from '@argosy/std';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Container, Pod, Probe } from '@argosy/api';
import type { ImageSource, ResolvedImage } from '../images/image-source.ts';
import type { ContainerExit, ContainerRuntime, ContainerSpec, PodSandbox, RunningContainer } from '../runtimes/container-runtime.ts';
import type { ConfigSource } from './config-source.ts';
import type { PodEvent } from './event-recorder.ts';
import { hostnameOf, hostsFile } from './hosts-file.ts';
import type { ServiceNetwork } from './services/service-network.ts';
import { containerEnvironment, expand } from './environment.ts';
import type { ContainerState, Terminated } from './pod-status.ts';
import { probeOnce } from './probe.ts';
import { containerMounts } from './volumes.ts';

export interface PodContext {
  readonly pod: Pod;
  readonly folder: string;
  readonly runtime: ContainerRuntime;
  readonly images: ImageSource;
  readonly source: ConfigSource;
  readonly sandbox: PodSandbox;
  readonly places: ReadonlyMap<string, string>;
  /** Environment that every container has: where the API server is. */
  readonly common: Readonly<Record<string, string>>;
  readonly services: ServiceNetwork;
  /** Something of the pod's status has changed. */
  readonly changed: () => void;
  readonly event: (event: PodEvent) => void;
}

const maxTerminationMessage = 4096;

/** Starts one container, or finds it again when an earlier life of the agent started it. */
export async function startContainer(
  context: PodContext,
  state: ContainerState,
  image: ResolvedImage,
): Promise<{ readonly running: RunningContainer; readonly found: boolean }> {
  const { container } = state;
  const folder = path.join(context.folder, 'containers', container.name, String(state.restarts));
  state.folder = folder;
  const found = await context.runtime.attach({ folder });
  const running = found ?? (await launch(context, container, { folder, image }));
  state.state = { kind: 'running', startedAt: running.startedAt };
  state.started = container.startupProbe === undefined;
  state.ready = state.started && container.readinessProbe === undefined;
  context.changed();
  void watchProbes(context, state, running);
  if (!found) void runHook(context, container, { running, hook: container.lifecycle?.postStart as Probe | undefined });
  return { running, found: found !== undefined };
}

async function launch(
  context: PodContext,
  container: Container,
  { folder, image }: { readonly folder: string; readonly image: ResolvedImage },
): Promise<RunningContainer> {
  const { pod, runtime, source, sandbox, places, common, services } = context;
  const env = await containerEnvironment(pod, container, {
    source,
    ip: sandbox.ip,
    defaults: {
      ...(container.tty === true && { TERM: 'xterm' }),
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      HOME: '/root',
      HOSTNAME: hostnameOf(pod),
      ...(isLinked(pod) && services.links(pod.metadata.namespace ?? '')),
      ...common,
      ...image.env,
    },
  });
  fs.mkdirSync(folder, { recursive: true });
  const message = path.join(folder, 'termination-log');
  fs.writeFileSync(message, '');
  fs.chmodSync(message, 0o666);
  return runtime.start({
    folder,
    image: container.image ?? '',
    hostname: hostnameOf(pod),
    sandbox,
    command: commandOf(container, image).map((part) => expand(part, env)),
    env: [...env].map(([name, value]) => `${name}=${value}`),
    workingDir: container.workingDir ?? image.workingDir,
    mounts: [
      ...image.files.map((file) => ({ ...file, readOnly: true })),
      { source: hostsFile(context.folder), target: '/etc/hosts', readOnly: false },
      ...containerMounts(container, places, env),
      { source: message, target: container.terminationMessagePath ?? '/dev/termination-log', readOnly: false },
    ],
    ...userOf(pod, container),
    ...limitsOf(container),
    tty: container.tty === true,
    stdin: stdinOf(container),
  });
}

function stdinOf({ stdin, stdinOnce }: Container): 'closed' | 'open' | 'once' {
  if (stdin !== true) return 'closed';
  return stdinOnce === true ? 'once' : 'open';
}

function isLinked({ spec }: Pod): boolean {
  return (spec as { readonly enableServiceLinks?: boolean }).enableServiceLinks !== false;
}

function userOf(pod: Pod, container: Container): Pick<ContainerSpec, 'user' | 'group'> {
  const { runAsUser, runAsGroup } = { ...pod.spec.securityContext, ...container.securityContext } as {
    readonly runAsUser?: number;
    readonly runAsGroup?: number;
  };
  return { user: runAsUser, group: runAsGroup ?? runAsUser };
}

function limitsOf({ resources }: Container): Pick<ContainerSpec, 'memoryLimit' | 'cpuLimit'> {
  const { memory, cpu } = (resources?.limits ?? {}) as Readonly<Record<string, string | number>>;
  const bytes = memory === undefined ? Number.NaN : Math.floor(parseQuantity(memory));
  const cores = parseQuantity(cpu ?? 0);
  return { memoryLimit: Number.isNaN(bytes) ? undefined : bytes, cpuLimit: cores > 0 ? cores : undefined };
}

/** `command` replaces the image's entrypoint and its default arguments, `args` only the latter. */
function commandOf({ command, args }: Container, image: ResolvedImage): readonly string[] {
  if (command && command.length > 0) return [...command, ...(args ?? [])];
  return [...image.entrypoint, ...(args && args.length > 0 ? args : image.cmd)];
}

/** How a container ended, in the kubelet's words. */
export function terminated(
  container: Container,
  { exitCode, startedAt, finishedAt, error, oomKilled }: ContainerExit,
  folder: string,
): Terminated {
  const reason = oomKilled ? 'OOMKilled' : error !== undefined && exitCode === 128 ? 'StartError' : exitCode === 0 ? 'Completed' : 'Error';
  return { kind: 'terminated', exitCode, reason, message: error ?? terminationMessage(container, exitCode, folder), startedAt, finishedAt };
}

function terminationMessage({ terminationMessagePolicy }: Container, exitCode: number, folder: string): string {
  const file = path.join(folder, 'termination-log');
  const text = fs.existsSync(file) ? fs.readFileSync(file).subarray(0, maxTerminationMessage).toString() : '';
  if (text !== '' || terminationMessagePolicy !== 'FallbackToLogsOnError' || exitCode === 0) return text;
  const log = path.join(folder, 'log');
  if (!fs.existsSync(log)) return '';
  return fs
    .readFileSync(log, 'utf8')
    .split('\n')
    .slice(-81)
    .map((line) => line.replace(/^\S+ \S+ \S /, ''))
    .join('\n')
    .slice(-2048);
}

/** Ends a container: its preStop hook, SIGTERM, and SIGKILL after the grace period. */
export async function stopContainer(
  context: PodContext,
  { container }: Pick<ContainerState, 'container'>,
  { running, grace }: { readonly running: RunningContainer; readonly grace: number },
): Promise<void> {
  const started = Date.now();
  context.event({ type: 'Normal', reason: 'Killing', message: `Stopping container ${container.name}` });
  const hook = container.lifecycle?.preStop as Probe | undefined;
  if (hook && grace > 0) await Promise.race([runHook(context, container, { running, hook }), sleep(grace, undefined, { ref: false })]);
  running.signal('SIGTERM');
  const left = Math.max(0, grace - (Date.now() - started));
  const timer = setTimeout(() => running.signal('SIGKILL'), left);
  await running.exit;
  clearTimeout(timer);
}

async function runHook(
  { runtime, sandbox }: PodContext,
  container: Container,
  { running, hook }: { readonly running: RunningContainer; readonly hook: Probe | undefined },
): Promise<void> {
  if (hook) await probeOnce({ ...hook, timeoutSeconds: 600 }, { runtime, running, container, sandbox });
}

/** Startup first, then readiness and liveness side by side, until the container has ended. */
async function watchProbes(context: PodContext, state: ContainerState, running: RunningContainer): Promise<void> {
  const { container } = state;
  const { startupProbe, readinessProbe, livenessProbe } = container;
  if (!startupProbe && !readinessProbe && !livenessProbe) return;
  const over = new AbortController();
  void running.exit.finally(() => over.abort());
  const target = { runtime: context.runtime, running, container, sandbox: context.sandbox };
  const kill = (): void =>
    void stopContainer(context, { container }, { running, grace: (context.pod.spec.terminationGracePeriodSeconds ?? 30) * 1000 });
  const report = (change: () => void): void => {
    change();
    context.changed();
  };
  if (startupProbe && !(await repeat(startupProbe, { target, signal: over.signal, onSuccess: () => 'stop', onFailure: kill }))) return;
  report(() => {
    state.started = true;
    state.ready = !readinessProbe;
  });
  if (readinessProbe)
    void repeat(readinessProbe, {
      target,
      signal: over.signal,
      onSuccess: () => void report(() => (state.ready = true)),
      onFailure: () => report(() => (state.ready = false)),
    });
  if (livenessProbe) void repeat(livenessProbe, { target, signal: over.signal, onSuccess: () => undefined, onFailure: kill });
}

type Timing = 'initialDelaySeconds' | 'periodSeconds' | 'successThreshold' | 'failureThreshold';

function timingOf({
  initialDelaySeconds = 0,
  periodSeconds = 10,
  successThreshold = 1,
  failureThreshold = 3,
}: Probe): Readonly<Record<Timing, number>> {
  return { initialDelaySeconds, periodSeconds, successThreshold, failureThreshold };
}

interface Repeat {
  readonly target: Parameters<typeof probeOnce>[1];
  readonly signal: AbortSignal;
  readonly onSuccess: () => 'stop' | undefined | void;
  readonly onFailure: () => void;
}

/** Asks again and again; true when `onSuccess` said to stop, false when the container ended first. */
async function repeat(probe: Probe, { target, signal, onSuccess, onFailure }: Repeat): Promise<boolean> {
  const { initialDelaySeconds, periodSeconds, successThreshold, failureThreshold } = timingOf(probe);
  let [good, bad] = [0, 0];
  const wait = (seconds: number): Promise<void> => sleep(seconds * 1000, undefined, { signal, ref: false }).catch(() => undefined);
  await wait(initialDelaySeconds);
  while (!signal.aborted) {
    const succeeded = await probeOnce(probe, target);
    if (signal.aborted) return false;
    [good, bad] = succeeded ? [good + 1, 0] : [0, bad + 1];
    if (good === successThreshold && onSuccess() === 'stop') return true;
    if (bad === failureThreshold) onFailure();
    await wait(periodSeconds);
  }
  return false;
}
