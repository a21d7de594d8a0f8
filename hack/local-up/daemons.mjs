// The daemons in the order in which they start: command line, and what tells that they are ready.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { configurationFiles } from './configuration.mjs';
import { layout, network } from './layout.mjs';

const bin = (name) => path.join(layout.bin, name);
const pki = (name) => path.join(layout.pki, name);
const kubeconfig = (name) => path.join(layout.home, `${name}.kubeconfig`);
const etcdUrl = `http://127.0.0.1:${network.etcd}`;
const etcdPeerUrl = `http://127.0.0.1:${network.etcdPeers}`;

/** kubectl with the administrator's rights. */
export function kubectl(...args) {
  return spawnSync('kubectl', ['--kubeconfig', layout.kubeconfig, ...args], { encoding: 'utf8', maxBuffer: 64 << 20 });
}

/** Writes one object of the cluster. */
export function applyObject(object) {
  const input = JSON.stringify(object);
  const { status, stderr } = spawnSync('kubectl', ['--kubeconfig', layout.kubeconfig, 'apply', '-f', '-'], { encoding: 'utf8', input });
  if (status !== 0) throw new Error(`kubectl apply: ${stderr.trim()}`);
}

/** ctr in the namespace of the kubelet's containers. */
export function ctr(...args) {
  return spawnSync(bin('ctr'), ['-a', `${layout.sockets}/containerd.sock`, '-n', 'k8s.io', ...args], { encoding: 'utf8' });
}

const answers = (url) => async () => (await fetch(url).catch(() => ({ ok: false }))).ok;
const succeeds = (run) => () => run().status === 0;

export const daemons = [
  {
    name: 'etcd',
    command: () =>
      run('etcd', {
        name: 'local',
        'data-dir': path.join(layout.state, 'etcd'),
        'log-level': 'warn',
        'listen-client-urls': etcdUrl,
        'advertise-client-urls': etcdUrl,
        'listen-peer-urls': etcdPeerUrl,
        'initial-advertise-peer-urls': etcdPeerUrl,
        'initial-cluster': `local=${etcdPeerUrl}`,
        // A test cluster may lose its data when the machine does.
        'unsafe-no-fsync': true,
        'quota-backend-bytes': 8_589_934_592,
      }),
    ready: answers(`${etcdUrl}/health`),
  },
  {
    name: 'registry',
    command: () => ['docker-registry', 'serve', configurationFiles.registry],
    ready: answers(`http://${network.registry}/v2/`),
  },
  {
    name: 'containerd',
    command: () => run('containerd', { config: configurationFiles.containerd }),
    // The shim is looked up on the PATH, and another version of it may be in /usr/bin.
    env: () => ({ PATH: `${layout.bin}:${process.env.PATH}` }),
    ready: succeeds(() => ctr('version')),
  },
  {
    name: 'kube-apiserver',
    command: () => run('kube-apiserver', apiServerFlags()),
    ready: succeeds(() => kubectl('get', '--raw', '/readyz')),
    seconds: 120,
    patience: 3_000,
  },
  {
    name: 'kube-controller-manager',
    command: () =>
      run('kube-controller-manager', {
        ...identity('controller-manager'),
        'use-service-account-credentials': true,
        'service-account-private-key-file': pki('sa.key'),
        'root-ca-file': pki('ca.crt'),
        'cluster-signing-cert-file': pki('ca.crt'),
        'cluster-signing-key-file': pki('ca.key'),
        'kube-api-qps': 100,
        'kube-api-burst': 200,
      }),
  },
  {
    name: 'kube-scheduler',
    command: () => run('kube-scheduler', { ...identity('scheduler'), 'kube-api-qps': 200, 'kube-api-burst': 400 }),
  },
  {
    name: 'kubelet',
    command: () =>
      run('kubelet', {
        config: configurationFiles.kubelet,
        kubeconfig: kubeconfig('kubelet'),
        'hostname-override': network.node,
        'node-ip': network.nodeAddress,
        'root-dir': path.join(layout.state, 'kubelet'),
      }),
    env: () => ({ PATH: `${layout.bin}:${process.env.PATH}` }),
    ready: succeeds(() => kubectl('wait', '--for=condition=Ready', `node/${network.node}`, '--timeout=1s')),
  },
  {
    name: 'kube-proxy',
    command: () =>
      run('kube-proxy', {
        kubeconfig: kubeconfig('proxy'),
        'hostname-override': network.node,
        'cluster-cidr': network.pods,
        'proxy-mode': 'iptables',
        'healthz-bind-address': '127.0.0.1:10256',
        // Zeroes leave the kernel's connection tracking as it is.
        'conntrack-max-per-core': 0,
        'conntrack-tcp-timeout-established': 0,
        'conntrack-tcp-timeout-close-wait': 0,
      }),
  },
  { name: 'coredns', command: () => [bin('coredns'), '-conf', configurationFiles.coredns] },
  { name: 'volume-provisioner', command: () => [process.execPath, path.join(import.meta.dirname, 'volume-provisioner.mjs')] },
];

function run(name, flags) {
  return [bin(name), ...Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`)];
}

function identity(name) {
  const file = kubeconfig(name);
  return {
    kubeconfig: file,
    'authentication-kubeconfig': file,
    'authorization-kubeconfig': file,
    'leader-elect': false,
    'bind-address': '127.0.0.1',
  };
}

function apiServerFlags() {
  const audit = { 'audit-policy-file': configurationFiles.audit, 'audit-log-path': path.join(layout.run, 'audit.log') };
  return {
    'etcd-servers': etcdUrl,
    'service-cluster-ip-range': network.services,
    'allow-privileged': true,
    'bind-address': '0.0.0.0',
    'secure-port': network.api,
    'advertise-address': network.nodeAddress,
    'client-ca-file': pki('ca.crt'),
    'tls-cert-file': pki('apiserver.crt'),
    'tls-private-key-file': pki('apiserver.key'),
    'authorization-mode': 'Node,RBAC',
    'service-account-issuer': 'https://kubernetes.default.svc.cluster.local',
    'service-account-key-file': pki('sa.pub'),
    'service-account-signing-key-file': pki('sa.key'),
    'kubelet-client-certificate': pki('kubelet-client.crt'),
    'kubelet-client-key': pki('kubelet-client.key'),
    'kubelet-certificate-authority': pki('ca.crt'),
    'kubelet-preferred-address-types': 'InternalIP',
    'requestheader-client-ca-file': pki('ca.crt'),
    'requestheader-allowed-names': 'front-proxy',
    'requestheader-username-headers': 'X-Remote-User',
    'requestheader-group-headers': 'X-Remote-Group',
    'requestheader-extra-headers-prefix': 'X-Remote-Extra-',
    'proxy-client-cert-file': pki('front-proxy.crt'),
    'proxy-client-key-file': pki('front-proxy.key'),
    ...(process.env.AUDIT ? audit : {}),
  };
}
