/** Places inside the pods of workflows (acceptance §6.1 to §6.3). */
export const paths = {
  /** Volume that all containers of a pod share with the executor. */
  shared: '/var/run/argo',
  /** The template, as the executor gets it. */
  template: '/var/run/argo/template',
  /** The emissary, as containers start it. */
  emissary: '/var/run/argo/argoexec',
  /** Copies of declared outputs. */
  outputs: '/var/run/argo/outputs',
  /** Where the user's program reports progress. */
  progress: '/var/run/argo/progress',
  /** Scripts. */
  staging: '/argo/staging',
  script: '/argo/staging/script',
  /** Input artifacts, until they are mounted at their own paths. */
  inputArtifacts: '/argo/inputs/artifacts',
  /** Secrets that artifacts need: `/argo/secret/<name>/<key>`. */
  secrets: '/argo/secret',
  /** Templates that are too large for the environment. */
  config: '/argo/config',
  /** Volumes of the main container, as the executor sees them. */
  mirroredMounts: '/mainctrfs',
  /** An image volume that holds the executor. */
  binaries: '/argo-bin',
} as const;

/** A file of a container on the shared volume. */
export type ContainerFile = 'exitcode' | 'stdout' | 'combined' | 'signal' | 'before' | 'after';

/** Where the emissary of a container writes, and is told: `/var/run/argo/ctr/<container>/<file>`. */
export function containerFile(container: string, file: ContainerFile): string {
  return `${paths.shared}/ctr/${container}/${file}`;
}
