// What upstream's own end-to-end cluster is configured with, as the runner's README asks for.

/** Entrypoints of images whose manifests leave the command out. */
export const images = {
  'argoproj/argosay:v1': { entrypoint: ['cowsay'] },
  'argoproj/argosay:v2': { entrypoint: ['/argosay'] },
  'docker/whalesay:latest': { cmd: ['cowsay'] },
  'docker/whalesay': { cmd: ['cowsay'] },
  busybox: { cmd: ['sh'] },
  'busybox:latest': { cmd: ['sh'] },
  'alpine:latest': { cmd: ['sh'] },
  alpine: { cmd: ['sh'] },
  'alpine:3.23': { cmd: ['/bin/sh'] },
  'debian:latest': { cmd: ['bash'] },
  'debian:9.4': { cmd: ['bash'] },
  'ubuntu:latest': { cmd: ['bash'] },
  'nginx:latest': { cmd: ['nginx'] },
  'nginx:1.13': { cmd: ['nginx'] },
  'python:alpine3.23': { cmd: ['python3'] },
  'my-image': { cmd: ['sh'] },
};

export const namespaceParallelism = 10;

/** Where no pods run, the runner decides how long something takes. */
export const workflowDefaults = ({ noNodes }) => ({
  spec: {
    ...(!noNodes && { activeDeadlineSeconds: 300 }),
    workflowMetadata: { labels: { 'default-label': 'thisLabelIsFromWorkflowDefaults' } },
  },
});

export const failedPodRestart = { enabled: true, maxRestarts: 3 };

/** Progress is read as often as in upstream's cluster. */
export const progressVariables = { ARGO_PROGRESS_PATCH_TICK_DURATION: '7s', ARGO_PROGRESS_FILE_TICK_DURATION: '2s' };
