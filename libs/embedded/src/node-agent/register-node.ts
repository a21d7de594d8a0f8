import os from 'node:os';
import { coreResources, type KubeClient } from '@argosy/kube';
import { isErrorWithCode } from '@argosy/std';

const arch = process.arch === 'x64' ? 'amd64' : process.arch;

/** The labels that every kubelet gives its node, for node selectors. */
function nodeLabels(name: string): Readonly<Record<string, string>> {
  return {
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
    'kubernetes.io/arch': arch,
    'beta.kubernetes.io/os': 'linux',
    'beta.kubernetes.io/arch': arch,
  };
}

/** Makes a Node object of this machine, or refreshes it. */
export async function registerNode(client: KubeClient, name: string): Promise<void> {
  const labels = nodeLabels(name);
  try {
    await client.create(coreResources.Node, { apiVersion: 'v1', kind: 'Node', metadata: { name, labels } });
  } catch (error) {
    if (!isErrorWithCode(error, 'KUBE_ALREADYEXISTS')) throw error;
  }
  await client.patch(coreResources.Node, { name, body: { status: nodeStatus(name) } }, { type: 'merge', subresource: 'status' });
}

/** What this machine has. */
function nodeCapacity(): Readonly<Record<string, string>> {
  const memory = `${Math.floor(os.totalmem() / 1024)}Ki`;
  return { cpu: String(os.cpus().length), memory, pods: '1000', 'ephemeral-storage': '100Gi' };
}

function nodeStatus(name: string): object {
  const now = new Date().toISOString().replace(/\.\d+Z/, 'Z');
  const capacity = nodeCapacity();
  const message = 'the embedded node agent is running';
  return {
    capacity,
    allocatable: capacity,
    addresses: [
      { type: 'InternalIP', address: '127.0.0.1' },
      { type: 'Hostname', address: name },
    ],
    conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', message, lastHeartbeatTime: now, lastTransitionTime: now }],
    nodeInfo: nodeInfo(),
  };
}

function nodeInfo(): object {
  const none = { machineID: '', systemUUID: '', bootID: '', kubeProxyVersion: '' };
  const versions = { kernelVersion: os.release(), osImage: os.version(), kubeletVersion: 'argosy', containerRuntimeVersion: 'argosy://1' };
  return { architecture: arch, operatingSystem: 'linux', ...versions, ...none };
}
