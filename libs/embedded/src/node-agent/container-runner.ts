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
import { watchProbes } from './watch-probes.ts';

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
  const kill = (): void => void stopContainer(context, { container }, { running, grace: gracePeriod(context.pod) });
  void watchProbes(context, { state, running, kill });
  if (!found) void runPostStart(context, container, running);
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
  if (hook && grace > 0) {
    const ran = runHook(context, container, { running, hook, reason: 'FailedPreStopHook' });
    await Promise.race([ran, sleep(grace, undefined, { ref: false })]);
  }
  running.signal('SIGTERM');
  const left = Math.max(0, grace - (Date.now() - started));
  const timer = setTimeout(() => running.signal('SIGKILL'), left);
  await running.exit;
  clearTimeout(timer);
}

/** A container whose postStart hook fails is ended. */
async function runPostStart(context: PodContext, container: Container, running: RunningContainer): Promise<void> {
  const hook = container.lifecycle?.postStart as Probe | undefined;
  if (!hook || (await runHook(context, container, { running, hook, reason: 'FailedPostStartHook' }))) return;
  await stopContainer(context, { container }, { running, grace: gracePeriod(context.pod) });
}

interface Hook {
  readonly running: RunningContainer;
  readonly hook: Probe;
  /** Of the event that tells when it fails. */
  readonly reason: 'FailedPostStartHook' | 'FailedPreStopHook';
}

const longestHookSeconds = 600;

async function runHook(context: PodContext, container: Container, { running, hook, reason }: Hook): Promise<boolean> {
  const { runtime, sandbox, event } = context;
  const life = { isOver: false };
  void running.exit.then(() => (life.isOver = true));
  const outcome = await probeOnce({ ...hook, timeoutSeconds: longestHookSeconds }, { runtime, running, container, sandbox });
  // A hook of a container that has ended meanwhile did not fail: nobody is there to run it.
  if (outcome.good || life.isOver) return true;
  event({ type: 'Warning', reason, message: `${hookNames[reason]} failed${outcome.why ? `: ${outcome.why.trim()}` : ''}` });
  return false;
}

const hookNames: Readonly<Record<Hook['reason'], string>> = { FailedPostStartHook: 'PostStartHook', FailedPreStopHook: 'PreStopHook' };

/** How long a pod's containers have to end by themselves, in milliseconds. */
export function gracePeriod({ spec }: Pod): number {
  return (spec.terminationGracePeriodSeconds ?? 30) * 1000;
}
