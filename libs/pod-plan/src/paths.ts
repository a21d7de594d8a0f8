/** Folder of the volume that all containers of a pod share with the executor. */
export const sharedPath = '/var/run/argo';
export const sharedVolume = 'var-run-argo';

/** Where a script lies in the main container (acceptance 2-002). */
export const scriptFolder = '/argo/staging';
export const stagingVolume = 'argo-staging';

/** Where init puts input artifacts; main mounts parts of it at the paths of its artifacts (acceptance 5-027). */
export const inputFolder = '/argo/inputs/artifacts';
export const inputVolume = 'input-artifacts';

/** Volumes of the main container as the executor sees them. */
export const repositoryFolder = '/argo/repository';
export const mirrorFolder = '/mainctrfs';

/** Secrets that artifacts need, in executor containers: `/argo/secret/<name>/<key>`. */
export const secretFolder = '/argo/secret';

/** Sockets of artifact plugins, each in the folder of its plugin (acceptance 5-011). */
export const pluginFolder = '/tmp/artifact-plugins';

/** Where an image volume with the emissary is mounted. */
export const binariesFolder = '/argo-bin';
export const binariesVolume = 'argo-bin';

/** The emissary's place in the executor's image, on its PATH. */
export const emissaryInImage = '/usr/local/bin/emissary';

export const repositoryVolume = 'artifact-repository';
