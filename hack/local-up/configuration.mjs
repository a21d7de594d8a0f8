// Configuration files of the parts. Each setting that is not the default has its reason beside it.
import fs from 'node:fs';
import path from 'node:path';
import { layout, network } from './layout.mjs';

const file = (name) => path.join(layout.run, name);
export const configurationFiles = {
  kubelet: file('kubelet.json'),
  containerd: file('containerd.toml'),
  registry: file('registry.json'),
  coredns: file('Corefile'),
  cni: path.join(layout.run, 'cni'),
  mirrors: path.join(layout.run, 'registries'),
  audit: file('audit-policy.json'),
};

export function writeConfiguration() {
  write(configurationFiles.kubelet, JSON.stringify(kubelet(), undefined, 2));
  write(configurationFiles.containerd, containerd());
  write(configurationFiles.registry, JSON.stringify(registry()));
  write(configurationFiles.coredns, coredns());
  write(path.join(configurationFiles.cni, '10-bridge.conflist'), JSON.stringify(bridge()));
  for (const host of ['_default', 'docker.io']) write(path.join(configurationFiles.mirrors, host, 'hosts.toml'), mirror());
  write(file('resolv.conf'), `nameserver ${network.nodeAddress}\n`);
  write(
    configurationFiles.audit,
    JSON.stringify({ apiVersion: 'audit.k8s.io/v1', kind: 'Policy', omitStages: ['RequestReceived'], rules: [{ level: 'Metadata' }] }),
  );
}

function kubelet() {
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    address: network.nodeAddress,
    authentication: { anonymous: { enabled: false }, webhook: { enabled: true }, x509: { clientCAFile: path.join(layout.pki, 'ca.crt') } },
    authorization: { mode: 'Webhook' },
    tlsCertFile: path.join(layout.pki, 'kubelet-server.crt'),
    tlsPrivateKeyFile: path.join(layout.pki, 'kubelet-server.key'),
    containerRuntimeEndpoint: `unix://${layout.sockets}/containerd.sock`,
    // No systemd, and cgroup v1 on some machines.
    cgroupDriver: 'cgroupfs',
    failCgroupV1: false,
    failSwapOn: false,
    enforceNodeAllocatable: [],
    // Tolerates refused limits and sysctls where root has not every capability.
    featureGates: { KubeletInUserNamespace: true },
    clusterDNS: [network.nodeAddress],
    clusterDomain: 'cluster.local',
    resolvConf: file('resolv.conf'),
    podLogsDir: path.join(layout.state, 'pod-logs'),
    maxPods: 250,
    registryPullQPS: 0,
    serializeImagePulls: false,
    eventRecordQPS: 0,
    kubeAPIQPS: 100,
    kubeAPIBurst: 200,
    // A disk that others have filled must not evict pods, nor the stand-in images be collected.
    evictionHard: { 'memory.available': '100Mi', 'nodefs.available': '1%', 'imagefs.available': '1%' },
    imageGCHighThresholdPercent: 100,
    imageGCLowThresholdPercent: 99,
  };
}

function containerd() {
  const cri = "plugins.'io.containerd.cri.v1";
  return `version = 3
root = "${layout.state}/containerd"
state = "${layout.sockets}/containerd"
oom_score = 0
[grpc]
  address = "${layout.sockets}/containerd.sock"
[${cri}.images']
  snapshotter = "overlayfs"
  [${cri}.images'.pinned_images]
    sandbox = "localhost/pause:1"
  [${cri}.images'.registry]
    config_path = "${configurationFiles.mirrors}"
[${cri}.runtime']
  # Lowering the score needs a right that root of a container lacks.
  restrict_oom_score_adj = true
  [${cri}.runtime'.containerd]
    default_runtime_name = "runc"
    [${cri}.runtime'.containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [${cri}.runtime'.containerd.runtimes.runc.options]
        BinaryName = "${layout.bin}/runc"
        SystemdCgroup = false
  [${cri}.runtime'.cni]
    bin_dirs = ["/usr/lib/cni", "/opt/cni/bin"]
    conf_dir = "${configurationFiles.cni}"
`;
}

function registry() {
  return {
    version: '0.1',
    log: { level: 'warn' },
    storage: { filesystem: { rootdirectory: path.join(layout.state, 'registry') }, delete: { enabled: true } },
    http: { addr: network.registry },
  };
}

/** Names without a way out: this machine may have none, and a step must not wait for one. */
function coredns() {
  return `.:53 {
  bind ${network.nodeAddress}
  errors
  kubernetes cluster.local in-addr.arpa {
    kubeconfig ${layout.kubeconfig} local-up
  }
  cache 10
  loadbalance
}
`;
}

function bridge() {
  const ranges = [[{ subnet: network.pods }]];
  return {
    cniVersion: '0.4.0',
    name: network.name,
    plugins: [
      {
        type: 'bridge',
        bridge: network.bridge,
        isGateway: true,
        // One rule for the whole range stands in node-network.mjs; per pod it would cost calls of iptables.
        ipMasq: false,
        hairpinMode: true,
        ipam: { type: 'host-local', dataDir: path.join(layout.sockets, 'cni'), ranges, routes: [{ dst: '0.0.0.0/0' }] },
      },
      { type: 'portmap', capabilities: { portMappings: true } },
    ],
  };
}

/** Every image of every registry comes from the local one. `server` is given too, or containerd would fall back to the real one. */
function mirror() {
  return `server = "http://${network.registry}"
[host."http://${network.registry}"]
  capabilities = ["pull", "resolve"]
`;
}

function write(place, text) {
  fs.mkdirSync(path.dirname(place), { recursive: true });
  fs.writeFileSync(place, text);
}
