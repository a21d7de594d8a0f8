// What is built from Go modules, once, into the cache: name, folder with go.mod, packages, flags, and the links that name it differently.
const stamp = 'k8s.io/component-base/version';
const kubernetes = '1.35.4';

/** Daemons that the cluster runs. */
export const clusterBuilds = [
  {
    name: 'kubernetes',
    packages: ['.'],
    ldflags: `-X ${stamp}.gitVersion=v${kubernetes} -X ${stamp}.gitMajor=1 -X ${stamp}.gitMinor=35 -X ${stamp}.gitTreeState=clean`,
    files: ['kubernetes'],
    links: ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-proxy', 'kube-scheduler', 'kubelet'],
  },
  {
    name: 'containerd',
    packages: [
      'github.com/containerd/containerd/v2/cmd/containerd',
      'github.com/containerd/containerd/v2/cmd/containerd-shim-runc-v2',
      'github.com/containerd/containerd/v2/cmd/ctr',
    ],
    tags: 'no_btrfs,no_devmapper,no_zfs',
    ldflags: '-X github.com/containerd/containerd/v2/version.Version=2.2.9',
    files: ['containerd', 'containerd-shim-runc-v2', 'ctr'],
  },
  // runc enters namespaces in C, before Go starts its threads.
  {
    name: 'runc',
    packages: ['github.com/opencontainers/runc'],
    tags: 'seccomp',
    ldflags: '-X main.version=1.3.5',
    files: ['runc'],
    cgo: true,
  },
  { name: 'coredns', packages: ['.'], files: ['coredns'] },
];

/** Tools around it, each from a module of its own at a fixed version. */
export const toolBuilds = [
  { name: 'helm', install: 'helm.sh/helm/v3/cmd/helm@v3.22.0' },
  { name: 'minio', install: 'github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c' },
  { name: 'kustomize', install: 'sigs.k8s.io/kustomize/kustomize/v5@v5.8.0' },
];
