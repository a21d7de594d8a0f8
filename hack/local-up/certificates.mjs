// A certificate authority of the cluster's own, the certificates of its parts, and their kubeconfigs. Written once.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { layout, network } from './layout.mjs';

const services = ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc', 'kubernetes.default.svc.cluster.local'];
const addresses = ['127.0.0.1', network.nodeAddress, network.apiService, network.podGateway];

const certificates = [
  { name: 'apiserver', subject: '/CN=kube-apiserver', usage: 'serverAuth', names: ['localhost', network.node, ...services], addresses },
  {
    name: 'kubelet-server',
    subject: '/CN=kubelet',
    usage: 'serverAuth',
    names: [network.node],
    addresses: ['127.0.0.1', network.nodeAddress],
  },
  { name: 'kubelet-client', subject: '/O=system:masters/CN=apiserver-kubelet-client', usage: 'clientAuth' },
  { name: 'front-proxy', subject: '/CN=front-proxy', usage: 'clientAuth' },
  { name: 'admin', subject: '/O=system:masters/CN=admin', usage: 'clientAuth', kubeconfig: true },
  { name: 'controller-manager', subject: '/CN=system:kube-controller-manager', usage: 'clientAuth', kubeconfig: true },
  { name: 'scheduler', subject: '/CN=system:kube-scheduler', usage: 'clientAuth', kubeconfig: true },
  { name: 'proxy', subject: '/CN=system:kube-proxy', usage: 'clientAuth', kubeconfig: true },
  { name: 'kubelet', subject: `/O=system:nodes/CN=system:node:${network.node}`, usage: 'clientAuth', kubeconfig: true },
];

/** Writes what is missing to pki/ and beside it. */
export function writeCertificates() {
  fs.mkdirSync(layout.pki, { recursive: true, mode: 0o700 });
  if (fs.existsSync(path.join(layout.pki, 'complete'))) return;
  newKey('ca');
  openssl(
    'req',
    '-x509',
    '-new',
    '-key',
    'ca.key',
    '-subj',
    '/CN=argosy-local-up',
    '-days',
    '3650',
    '-out',
    'ca.crt',
    '-addext',
    'keyUsage=critical,keyCertSign,digitalSignature,cRLSign',
  );
  for (const certificate of certificates) sign(certificate);
  newKey('sa');
  openssl('ec', '-in', 'sa.key', '-pubout', '-out', 'sa.pub');
  for (const { name } of certificates.filter(({ kubeconfig }) => kubeconfig)) writeKubeconfig(name);
  fs.writeFileSync(path.join(layout.pki, 'complete'), '');
}

function newKey(name) {
  openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', `${name}.key`);
}

function sign({ name, subject, usage, names = [], addresses: ips = [] }) {
  newKey(name);
  openssl('req', '-new', '-key', `${name}.key`, '-subj', subject, '-out', `${name}.csr`);
  const alternatives = [...names.map((one) => `DNS:${one}`), ...ips.map((one) => `IP:${one}`)];
  const lines = ['keyUsage=digitalSignature,keyEncipherment', `extendedKeyUsage=${usage}`];
  if (alternatives.length > 0) lines.push(`subjectAltName=${alternatives.join(',')}`);
  fs.writeFileSync(path.join(layout.pki, `${name}.ext`), `${lines.join('\n')}\n`);
  openssl(
    'x509',
    '-req',
    '-in',
    `${name}.csr`,
    '-CA',
    'ca.crt',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-days',
    '3650',
    '-extfile',
    `${name}.ext`,
    '-out',
    `${name}.crt`,
  );
  for (const end of ['csr', 'ext']) fs.rmSync(path.join(layout.pki, `${name}.${end}`));
}

function writeKubeconfig(name) {
  const base64 = (file) => fs.readFileSync(path.join(layout.pki, file)).toString('base64');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      { name: 'local-up', cluster: { server: `https://127.0.0.1:${network.api}`, 'certificate-authority-data': base64('ca.crt') } },
    ],
    users: [{ name, user: { 'client-certificate-data': base64(`${name}.crt`), 'client-key-data': base64(`${name}.key`) } }],
    contexts: [{ name: 'local-up', context: { cluster: 'local-up', user: name } }],
    'current-context': 'local-up',
  };
  // JSON is YAML too, and needs no library.
  fs.writeFileSync(path.join(layout.home, `${name}.kubeconfig`), JSON.stringify(config, undefined, 2), { mode: 0o600 });
}

function openssl(...args) {
  const { status, stderr } = spawnSync('openssl', args, { cwd: layout.pki, encoding: 'utf8' });
  if (status !== 0) throw new Error(`openssl ${args[0]}: ${stderr}`);
}
