// What the node needs of the kernel: an address, forwarding, rules; and taking all of it away again.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { network } from './layout.mjs';

const masquerade = ['POSTROUTING', '-s', network.pods, '!', '-d', network.pods, '-j', 'MASQUERADE'];
const guard = 'ARGOSY-GUARD';
const results = '/var/lib/cni/results';

export function raiseNetwork() {
  if (!run('ip', 'addr', 'show', 'dev', 'lo').stdout.includes(` ${network.nodeAddress}/`))
    must('ip', 'addr', 'add', `${network.nodeAddress}/32`, 'dev', 'lo');
  kernel('net/ipv4/ip_forward', 1);
  kernel('net/bridge/bridge-nf-call-iptables', 1);
  kernel('fs/inotify/max_user_instances', 1_024);
  if (run('iptables', '-t', 'nat', '-C', ...masquerade).status !== 0) must('iptables', '-t', 'nat', '-A', ...masquerade);
  raiseGuard();
}

export function lowerNetwork() {
  for (const file of resultsOfPods()) removeNetworkOfPod(file);
  if (fs.existsSync(`/sys/class/net/${network.bridge}`)) run('ip', 'link', 'delete', network.bridge);
  while (run('iptables', '-t', 'nat', '-D', ...masquerade).status === 0);
  while (run('iptables', '-D', 'INPUT', '-j', guard).status === 0);
  run('iptables', '-F', guard);
  run('iptables', '-X', guard);
  for (const table of ['nat', 'filter', 'mangle']) removeChains(table);
  run('ip', 'addr', 'del', `${network.nodeAddress}/32`, 'dev', 'lo');
}

/** The API server and the kubelet are for this machine and its pods; nobody may come in from outside. */
function raiseGuard() {
  if (run('iptables', '-N', guard).status !== 0) return;
  for (const device of ['lo', network.bridge]) must('iptables', '-A', guard, '-i', device, '-j', 'RETURN');
  for (const port of [network.api, 10_250]) must('iptables', '-A', guard, '-p', 'tcp', '--dport', String(port), '-j', 'DROP');
  must('iptables', '-A', 'INPUT', '-j', guard);
}

function resultsOfPods() {
  if (!fs.existsSync(results)) return [];
  return fs
    .readdirSync(results)
    .filter((name) => name.startsWith(`${network.name}-`))
    .map((name) => path.join(results, name));
}

function removeNetworkOfPod(file) {
  const { result } = JSON.parse(fs.readFileSync(file, 'utf8'));
  const spaces = (result?.interfaces ?? []).flatMap(({ sandbox }) => (sandbox ? [path.basename(sandbox)] : []));
  for (const space of new Set(spaces)) run('ip', 'netns', 'delete', space);
  fs.rmSync(file);
}

/** kubelet, kube-proxy and the plugins leave chains of their own, and jumps to them from those of the kernel. */
function removeChains(table) {
  const lines = run('iptables-save', '-t', table).stdout.split('\n');
  const jumps = lines.filter((line) => /^-A (?!KUBE-|CNI-).* -j (KUBE-|CNI-)/.test(line));
  for (const jump of jumps) {
    const words = (jump.slice(3).match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', ''));
    run('iptables', '-t', table, '-D', ...words);
  }
  const chains = lines.flatMap((line) => /^:((?:KUBE|CNI)-\S+)/.exec(line)?.[1] ?? []);
  for (const chain of chains) run('iptables', '-t', table, '-F', chain);
  for (const chain of chains) run('iptables', '-t', table, '-X', chain);
}

function kernel(name, value) {
  const file = `/proc/sys/${name}`;
  if (!fs.existsSync(file) || Number(fs.readFileSync(file, 'utf8')) >= value) return;
  fs.writeFileSync(file, String(value));
}

function run(command, ...args) {
  return spawnSync(command, args, { encoding: 'utf8' });
}

function must(command, ...args) {
  const { status, stderr, error } = run(command, ...args);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr}`);
}
