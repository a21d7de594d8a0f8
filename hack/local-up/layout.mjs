// Folders, addresses and ports of the cluster. ARGOSY_CACHE moves binaries, images and state; all of it can be deleted.
import os from 'node:os';
import path from 'node:path';

const cache = path.resolve(process.env.ARGOSY_CACHE ?? path.join(os.homedir(), '.cache/argosy'));
const home = path.join(cache, 'local-up');

export const layout = {
  bin: path.join(cache, 'bin'),
  home,
  pki: path.join(home, 'pki'),
  run: path.join(home, 'run'),
  state: path.join(home, 'state'),
  kubeconfig: path.join(home, 'admin.kubeconfig'),
  // Sockets have short paths, and state of the network must not survive a reboot.
  sockets: '/run/argosy-local-up',
};

export const network = {
  name: 'argosy',
  bridge: 'argosycni0',
  node: 'local',
  // The API refuses loopback addresses in endpoints, so the node gets an address of its own on lo.
  nodeAddress: '10.99.0.1',
  services: '10.96.0.0/16',
  apiService: '10.96.0.1',
  pods: '10.88.0.0/16',
  podGateway: '10.88.0.1',
  api: 6443,
  registry: '127.0.0.1:5000',
  etcd: 2379,
  etcdPeers: 2380,
};
