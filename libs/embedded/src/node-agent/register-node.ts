import os from 'node:os';
import { coreResources, type KubeClient } from '@argosy/kube';
import { isErrorWithCode } from '@argosy/std';

/** Makes the Node object of this machine, or refreshes it. Capacity is generous: the provider does not refuse pods for resources. */
export async function registerNode(client: KubeClient, name: string): Promise<void> {
  const now = new Date().toISOString().replace(/\.\d+Z/, 'Z');
  const capacity = {
    cpu: String(os.cpus().length),
    memory: `${Math.floor(os.totalmem() / 1024)}Ki`,
    pods: '1000',
    'ephemeral-storage': '100Gi',
  };
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const node = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': arch } },
    spec: {},
  };
  const status = {
    capacity,
    allocatable: capacity,
    addresses: [
      { type: 'InternalIP', address: '127.0.0.1' },
      { type: 'Hostname', address: name },
    ],
    conditions: [
      {
        type: 'Ready',
        status: 'True',
        reason: 'KubeletReady',
        message: 'the embedded node agent is running',
        lastHeartbeatTime: now,
        lastTransitionTime: now,
      },
    ],
    nodeInfo: {
      architecture: arch,
      operatingSystem: 'linux',
      kernelVersion: os.release(),
      osImage: os.version(),
      kubeletVersion: 'argosy',
      containerRuntimeVersion: 'argosy://1',
      machineID: '',
      systemUUID: '',
      bootID: '',
      kubeProxyVersion: '',
    },
  };
  try {
    await client.create(coreResources.Node, node);
  } catch (error) {
    if (!isErrorWithCode(error, 'KUBE_ALREADYEXISTS')) throw error;
  }
  await client.patch(coreResources.Node, { name, body: { status } }, { type: 'merge', subresource: 'status' });
}
