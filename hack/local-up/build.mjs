#!/usr/bin/env node
// Debian packages and Go builds that the cluster needs; does nothing where they are there. About 16 CPU minutes on a fresh machine.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { clusterBuilds, toolBuilds } from './builds.mjs';
import { layout } from './layout.mjs';

const packages = [
  'containernetworking-plugins',
  'iptables',
  'iproute2',
  'conntrack',
  'socat',
  'docker-registry',
  'busybox-static',
  'openssl',
  'libseccomp-dev',
  'pkg-config',
];

/** Installs and builds what is missing; throws with the step that failed. */
export function buildCluster(names = []) {
  const wanted = [...clusterBuilds, ...toolBuilds].filter(({ name }) => names.length === 0 || names.includes(name));
  if (wanted.some((build) => clusterBuilds.includes(build))) installPackages();
  fs.mkdirSync(layout.bin, { recursive: true });
  for (const build of wanted) {
    if (build.install) install(build);
    else compile(build);
  }
}

function installPackages() {
  const missing = packages.filter((name) => spawnSync('dpkg', ['-s', name], { stdio: 'ignore' }).status !== 0);
  if (missing.length === 0) return;
  run('apt-get', ['update', '-q']);
  // policy-rc.d 101 keeps the packages from starting daemons of their own.
  const policy = '/usr/sbin/policy-rc.d';
  const ours = !fs.existsSync(policy);
  if (ours) fs.writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    run('apt-get', ['install', '-q', '-y', '-o', 'DPkg::Lock::Timeout=600', '--no-install-recommends', ...missing], {
      env: { DEBIAN_FRONTEND: 'noninteractive' },
    });
  } finally {
    if (ours) fs.rmSync(policy);
  }
}

function compile({ name, packages: targets, files, links = [], tags = '', ldflags = '', cgo = false }) {
  const folder = path.join(import.meta.dirname, 'go', name);
  const stamp = path.join(layout.bin, `.${name}.stamp`);
  const wanted = fs.readFileSync(path.join(folder, 'go.mod'), 'utf8');
  const present = [...files, ...links].every((file) => fs.existsSync(path.join(layout.bin, file)));
  if (present && fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) return;
  console.log(`build: ${name}`);
  const args = ['build', '-trimpath', `-tags=${tags}`, `-ldflags=-s -w ${ldflags}`, '-o', `${layout.bin}/`, ...targets];
  run('go', args, { cwd: folder, env: { CGO_ENABLED: cgo ? '1' : '0' } });
  for (const link of links) {
    fs.rmSync(path.join(layout.bin, link), { force: true });
    fs.symlinkSync(files[0], path.join(layout.bin, link));
  }
  fs.writeFileSync(stamp, wanted);
}

function install({ name, install: module }) {
  if (fs.existsSync(path.join(layout.bin, name))) return;
  console.log(`build: ${name}`);
  run('go', ['install', '-trimpath', '-ldflags=-s -w', module], { env: { CGO_ENABLED: '0', GOBIN: layout.bin } });
}

function run(command, args, { env = {}, cwd } = {}) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', cwd, env: { ...process.env, ...env } });
  if (error || status !== 0) throw new Error(`${command} ${args.slice(0, 3).join(' ')}: ${error?.message ?? `status ${status}`}`);
}

if (process.argv[1] === import.meta.filename) {
  try {
    buildCluster(process.argv.slice(2));
  } catch (error) {
    console.error(`local-up: ${error.message}`);
    process.exit(1);
  }
}
