import fs from 'node:fs';
import path from 'node:path';
import type { Pod } from '@argosy/api';
import type { PodSandbox } from '../runtimes/container-runtime.ts';

/** Where the /etc/hosts of a pod lies. */
export function hostsFile(podFolder: string): string {
  return path.join(podFolder, 'hosts');
}

/** The name that a pod's processes see as their machine's. */
export function hostnameOf({ metadata, spec }: Pod): string {
  const { hostname } = spec as { readonly hostname?: string };
  return (hostname ?? metadata.name ?? 'pod').slice(0, maxHostname).replace(/[-.]+$/, '');
}

const maxHostname = 63;

/** Writes the pod's own names and its aliases, as the kubelet does; what is there already stays. */
export function writeHosts(pod: Pod, file: string, { ip }: PodSandbox): void {
  if (fs.existsSync(file)) return;
  const aliases = (pod.spec.hostAliases ?? []).map((alias) => `${alias.ip}\t${(alias.hostnames ?? []).join('\t')}`);
  const own = [`${ip}\t${[...qualified(pod), hostnameOf(pod)].join('\t')}`];
  const local = ['# Kubernetes-managed hosts file.', '127.0.0.1\tlocalhost', '::1\tlocalhost ip6-localhost ip6-loopback'];
  const head = aliases.length > 0 ? ['', '# Entries added by HostAliases.', ...aliases] : [];
  fs.writeFileSync(file, [...local, ...own, ...head, ''].join('\n'));
}

function qualified(pod: Pod): readonly string[] {
  const { subdomain } = pod.spec as { readonly subdomain?: string };
  return subdomain ? [`${hostnameOf(pod)}.${subdomain}.${pod.metadata.namespace}.svc.cluster.local`] : [];
}
