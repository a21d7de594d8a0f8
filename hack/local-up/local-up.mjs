#!/usr/bin/env node
// A Kubernetes node out of plain processes, where there is no Docker: needs root, Go and Debian's packages.
//   local-up.mjs up        build what is missing, start what does not run, wait for a node that is ready
//   local-up.mjs down      end what `up` started and take away what it left; the image store stays (--purge: that too)
//   local-up.mjs status    which parts run
//   local-up.mjs images    stand-ins of well-known images into the local registry
//   local-up.mjs restart NAME   end one part and start it again, such as kubelet
// ARGOSY_CACHE names the folder of binaries and state (default ~/.cache/argosy). AUDIT=1 writes an audit log.
import fs from 'node:fs';
import path from 'node:path';
import { buildCluster } from './build.mjs';
import { clusterBuilds } from './builds.mjs';
import { writeCertificates } from './certificates.mjs';
import { writeConfiguration } from './configuration.mjs';
import { forgetImages, importPauseImage, removeContainers, sweepContainers } from './containers.mjs';
import { applyObject, daemons, kubectl } from './daemons.mjs';
import { layout, network } from './layout.mjs';
import { lowerNetwork, raiseNetwork } from './node-network.mjs';
import { storageClassManifest } from './volume-provisioner.mjs';
import { processOf, startProcess, stopProcess, waitFor } from './processes.mjs';

const began = Date.now();
const say = (line) => console.log(`[${((Date.now() - began) / 1_000).toFixed(1)} s] ${line}`);

const commands = { up, down, status, restart, images };
const [name = '', ...args] = process.argv.slice(2);
if (!Object.hasOwn(commands, name)) {
  console.error(`usage: local-up.mjs ${Object.keys(commands).join('|')}`);
  process.exit(2);
}
try {
  await commands[name](args);
} catch (error) {
  console.error(`local-up: ${error.message}`);
  process.exit(1);
}

async function up() {
  if (process.getuid() !== 0) throw new Error('a node needs root; without it use `argo local up`');
  buildCluster(clusterBuilds.map((build) => build.name));
  for (const folder of [layout.run, layout.state, layout.sockets]) fs.mkdirSync(folder, { recursive: true });
  await refuseStrangers();
  writeCertificates();
  writeConfiguration();
  raiseNetwork();
  for (const daemon of daemons) await start(daemon);
  await waitFor('the default service account', () => kubectl('get', 'serviceaccount', 'default').status === 0, {
    daemon: 'kube-controller-manager',
  });
  applyObject(storageClassManifest);
  say(`ready: export KUBECONFIG=${layout.kubeconfig}`);
}

async function down(flags) {
  for (const { name: daemon } of daemons.toReversed()) {
    if (daemon === 'containerd') await removeContainers();
    const { patience } = daemons.find((one) => one.name === daemon);
    // The kubelet goes before its containers do, and the API server lingers as long as somebody watches.
    await stopProcess(daemon, { patience });
  }
  sweepContainers();
  lowerNetwork();
  for (const folder of ['etcd', 'kubelet', 'pod-logs', 'volumes'])
    fs.rmSync(path.join(layout.state, folder), { recursive: true, force: true });
  fs.rmSync(layout.sockets, { recursive: true, force: true });
  removeLinks('/var/log/containers');
  if (flags.includes('--purge')) fs.rmSync(layout.state, { recursive: true, force: true });
  say('down');
}

async function status() {
  for (const { name: daemon } of daemons) console.log(`${daemon.padEnd(24)} ${processOf(daemon) ?? 'down'}`);
  console.log(kubectl('get', 'nodes', '-o', 'wide', '--request-timeout=5s').stdout.trim());
}

async function restart([wanted]) {
  const daemon = daemons.find((one) => one.name === wanted);
  if (!daemon) throw new Error(`restart: one of ${daemons.map((one) => one.name).join(', ')}`);
  await stopProcess(daemon.name, daemon);
  await start(daemon);
}

async function images() {
  const { pushStandIns } = await import('./images/stand-ins.mjs');
  forgetImages(await pushStandIns(`http://${network.registry}`));
}

async function start({ name: daemon, command, env, ready, seconds }) {
  if (daemon === 'kubelet') importPauseImage();
  const running = processOf(daemon);
  startProcess(daemon, command(), { env: env?.() });
  if (ready) await waitFor(daemon, ready, { seconds });
  say(`${daemon} ${running ? 'was up' : `is up (${processOf(daemon)})`}`);
}

/** Two nodes on one machine would take each other's rules and chains away. */
async function refuseStrangers() {
  for (const [daemon, port] of [
    ['kube-apiserver', network.api],
    ['kubelet', 10_250],
    ['registry', 5_000],
  ]) {
    if (processOf(daemon) || !(await isTaken(port))) continue;
    throw new Error(`port ${port} is taken by another process, so there may be a ${daemon} that is not ours`);
  }
}

async function isTaken(port) {
  const { connect } = await import('node:net');
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => resolve(true) ?? socket.destroy());
    socket.once('error', () => resolve(false));
  });
}

function removeLinks(folder) {
  if (!fs.existsSync(folder)) return;
  for (const entry of fs.readdirSync(folder)) {
    const place = path.join(folder, entry);
    if (fs.lstatSync(place).isSymbolicLink() && fs.readlinkSync(place).includes(`${layout.state}/`)) fs.rmSync(place);
  }
}
