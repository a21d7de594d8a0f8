import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { OperationalError } from '@argosy/std';
import type { ContainerRuntime, ContainerSpec, RunningContainer } from '../container-runtime.ts';
import { type Cgroups, openCgroups } from './cgroups.ts';
import { attachContainer, followContainer } from './host-container.ts';
import { attachInside, execInside } from './host-exec.ts';
import { openHostNetworks } from './host-networks.ts';
import { encodeRecords } from './records.ts';

export interface HostRuntimeOptions {
  /** The compiled `sandbox` program. */
  readonly sandbox: string;
  readonly dataDir: string;
  /** Folders outside the root file system that containers must see, read-only. */
  readonly visible: readonly string[];
  /** Port of the API server on 127.0.0.1 that pods reach under the gateway's address. */
  readonly apiPort?: number | undefined;
}

/** Containers as processes of this machine, each in its own view of the file system: as root, else in user namespaces. */
export async function openHostRuntime(options: HostRuntimeOptions): Promise<ContainerRuntime & { readonly gateway: string | undefined }> {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot) requireUserNamespaces(options);
  const networks = await openHostNetworks(options, isRoot);
  const cgroups = isRoot ? openCgroups(path.basename(options.dataDir)) : undefined;
  return {
    name: 'host',
    gateway: networks.gateway,
    isolation: () => [
      isRoot
        ? 'file system: copy-on-write view of this machine (overlay)'
        : 'file system: this machine, read-only but for /tmp, /run, new folders at the top and copies of what is yours',
      `processes: pid, ipc and uts namespaces for each container${isRoot ? '' : '; user namespaces, since the provider does not run as root'}`,
      networks.description,
      cgroups
        ? `${cgroups.limits.join(' and ')} limits: cgroup ${cgroups.version}`
        : 'memory and cpu limits: none (no cgroup can be written)',
    ],
    createSandbox: (pod) => networks.create(pod),
    removeSandbox: ({ folder }) => networks.remove(folder),
    openServiceRange: (cidr) => networks.openServiceRange(cidr),
    connect: (sandbox, port) => networks.connect(sandbox, port),
    start: (container) => startContainer(options, container, { cgroups, isRoot }),
    attach: async ({ folder }) => attachContainer(folder),
    exec: (container, exec) => execInside(options.sandbox, container, exec),
    attachStreams: (container, streams) => attachInside(container, streams),
    cleanUp: async (folder) => {
      cgroups?.remove(folder);
      await fs.promises.rm(path.join(folder, 'scratch'), { recursive: true, force: true });
    },
    close: () => networks.close(),
  };
}

/** Without root the kernel must let ordinary users make namespaces; some distributions switch that off. */
function requireUserNamespaces({ sandbox }: HostRuntimeOptions): void {
  try {
    execFileSync(sandbox, ['check-userns'], { stdio: 'pipe' });
  } catch (error) {
    const { stderr } = error as { readonly stderr?: Buffer };
    throw new OperationalError(
      `the host runtime needs root or user namespaces, and ${stderr?.toString().trim() ?? 'these cannot be made'}: run as root, ` +
        'or allow them (sysctl kernel.unprivileged_userns_clone=1, kernel.apparmor_restrict_unprivileged_userns=0)',
      { code: 'RUNTIME_UNAVAILABLE', retry: 'never' },
    );
  }
}

async function startContainer(
  { sandbox, visible }: HostRuntimeOptions,
  container: ContainerSpec,
  { cgroups, isRoot }: { readonly cgroups: Cgroups | undefined; readonly isRoot: boolean },
): Promise<RunningContainer> {
  const { folder } = container;
  const [root, scratch, log, status] = ['root', 'scratch', 'log', 'status'].map((name) => path.join(folder, name)) as [
    string,
    string,
    string,
    string,
  ];
  fs.mkdirSync(root, { recursive: true });
  fs.mkdirSync(scratch, { recursive: true });
  const mounts = [
    { source: '/dev', target: '/dev', readOnly: false },
    { source: '/sys', target: '/sys', readOnly: true },
    ...visible.map((place) => ({ source: place, target: place, readOnly: true })),
    ...outerFirst(container.mounts.map((mount) => ({ ...mount, target: canonical(mount.target) }))),
  ];
  const config = path.join(folder, 'config');
  fs.writeFileSync(
    config,
    encodeRecords([
      ['root', root],
      ...(isRoot ? [] : [['userns', '1'] as const]),
      ['scratch', scratch],
      ['log', log],
      ['status', status],
      ['hostname', container.hostname],
      ['cwd', container.workingDir],
      ...(container.sandbox.network ? [['netns', container.sandbox.network] as const] : []),
      ...(container.sandbox.holder ? [['podnet', container.sandbox.holder] as const] : []),
      ...(container.user === undefined ? [] : [['uid', String(container.user)] as const]),
      ...(container.group === undefined ? [] : [['gid', String(container.group)] as const]),
      ...(cgroups?.create(folder, { memory: container.memoryLimit, cpu: container.cpuLimit }) ?? []).map(
        (file) => ['cgroup', file] as const,
      ),
      ...stdioRecords(container),
      ['tmpfs', '/tmp'],
      ...mounts.map(({ source, target, readOnly }) => ['bind', `${source}\n${target}\n${readOnly ? 'ro' : 'rw'}`] as const),
      ...container.command.map((argument) => ['arg', argument] as const),
      ...container.env.map((entry) => ['env', entry] as const),
    ]),
  );
  const supervisor = spawn(sandbox, ['run', config], { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  return followContainer(supervisor, folder, () => cgroups?.wasOomKilled(folder) ?? false);
}

/** What its descriptors are connected to. */
function stdioRecords({ tty, stdin = 'closed' }: ContainerSpec): (readonly [string, string])[] {
  const terminal = tty ? ([['tty', '80 24']] as const) : [];
  if (stdin === 'closed') return [...terminal];
  return [...terminal, ['stdin', '1'], ...(stdin === 'once' ? ([['stdinOnce', '1']] as const) : [])];
}

/** As container runtimes do: a volume inside another one is mounted after it, in whatever order the spec names them. */
function outerFirst<T extends { readonly target: string }>(mounts: readonly T[]): T[] {
  const depth = ({ target }: T): number => target.split('/').filter(Boolean).length;
  return mounts.toSorted((a, b) => depth(a) - depth(b));
}

/** Where a path really leads on this machine: `/var/run` is a link, and mounting below a link would leave the container's root. */
function canonical(target: string): string {
  if (target === '/') return target;
  try {
    return fs.realpathSync(target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return path.join(canonical(path.dirname(target)), path.basename(target));
  }
}
