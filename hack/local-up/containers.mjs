// Containers of the node: the pause image before the first pod, and nothing left behind after the last.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { imageOf, layerOf, writeLayout } from '../images/oci.mjs';
import { ctr } from './daemons.mjs';
import { layout } from './layout.mjs';
import { startTime } from './processes.mjs';

const pause = 'localhost/pause:1';

/** The process that holds a pod's namespaces; built here, since there may be no registry to have it from. */
export function importPauseImage() {
  if (ctr('images', 'ls', '-q').stdout.split('\n').includes(pause)) return;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-pause-'));
  try {
    const root = path.join(folder, 'root');
    fs.mkdirSync(root);
    must('gcc', ['-Os', '-static', '-s', '-o', path.join(root, 'pause'), path.join(import.meta.dirname, 'images/pause.c')]);
    const image = imageOf({
      architecture: architecture(),
      layers: [layerOf(root, 'pause')],
      config: { Entrypoint: ['/pause'] },
      annotations: {},
    });
    writeLayout(path.join(folder, 'oci'), [image], pause);
    must('tar', ['-C', path.join(folder, 'oci'), '-cf', path.join(folder, 'pause.tar'), '.']);
    const { status, stderr } = ctr('images', 'import', path.join(folder, 'pause.tar'));
    if (status !== 0) throw new Error(`pause image: ${stderr}`);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** Has images pulled anew that the registry has anew: nodes keep what they have under a name. `references` are without a host. */
export function forgetImages(references) {
  const pushed = new Set(references);
  const known = names(ctr('images', 'ls', '-q')).filter((name) => pushed.has(name.split('/').slice(1).join('/')));
  for (const name of known) ctr('images', 'rm', name);
}

/** Ends all containers while containerd still runs. */
export async function removeContainers() {
  for (const task of names(ctr('tasks', 'ls', '-q'))) ctr('tasks', 'kill', '-s', 'KILL', task);
  for (let round = 0; round < 50 && ctr('tasks', 'ls').stdout.includes('RUNNING'); round++) await sleep(100);
  for (const task of names(ctr('tasks', 'ls', '-q'))) ctr('tasks', 'rm', '-f', task);
  for (const container of names(ctr('containers', 'ls', '-q'))) ctr('containers', 'rm', container);
}

/** What is left when containerd has ended: shims (ours by the socket in their command line), mounts, control groups. */
export function sweepContainers() {
  for (const pid of shims()) if (startTime(pid) !== undefined) process.kill(Number(pid), 'SIGKILL');
  for (let round = 0; round < 3; round++)
    for (const place of mounts()) if (spawnSync('umount', [place]).status !== 0) spawnSync('umount', ['-l', place]);
  for (const hierarchy of fs.readdirSync('/sys/fs/cgroup'))
    for (const group of ['kubepods', 'k8s.io'])
      spawnSync('find', [`/sys/fs/cgroup/${hierarchy}/${group}`, '-depth', '-type', 'd', '-exec', 'rmdir', '{}', ';']);
  for (const group of ['kubepods', 'k8s.io'])
    spawnSync('find', [`/sys/fs/cgroup/${group}`, '-depth', '-type', 'd', '-exec', 'rmdir', '{}', ';']);
}

function shims() {
  const isOurs = (pid) => {
    try {
      const args = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      return args[0].endsWith('containerd-shim-runc-v2') && args.some((arg) => arg.startsWith(`${layout.sockets}/containerd.sock`));
    } catch {
      return false;
    }
  };
  return fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name) && isOurs(name));
}

function mounts() {
  const places = fs
    .readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '');
  return places.filter((place) => [layout.state, layout.sockets].some((folder) => place.startsWith(`${folder}/`))).reverse();
}

function names({ stdout }) {
  return (stdout ?? '').split('\n').filter(Boolean);
}

function architecture() {
  return { x64: 'amd64', arm64: 'arm64' }[process.arch];
}

function must(command, args) {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command}: ${stderr}`);
}
