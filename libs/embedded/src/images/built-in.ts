import { cowsay } from './cowsay.ts';
import { argosay } from './argosay.ts';
import type { ImageProfile } from './profile.ts';
import { webServer } from './web-server.ts';

/** Places of the host that profiles refer to. */
export interface HostTools {
  readonly node: string;
  readonly bash: string | undefined;
  readonly python: string | undefined;
  /** Folder with the `argoexec` command and the `emissary` program. */
  readonly executor: string | undefined;
}

/** The images that Argosy stands in for without being told how. */
export function builtInProfiles({ node, bash, python, executor }: HostTools): ImageProfile[] {
  // Scripts written for these images use what the shell of a small host may not have: [[ ]], $RANDOM, >&.
  const shell: Readonly<Record<string, string>> = bash ? { '/bin/sh': `#!${bash}\n`, '/bin/ash': `#!${bash}\n` } : {};
  const say = { '/usr/games/cowsay': cowsay, '/usr/local/bin/cowsay': cowsay };
  const games = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/games' };
  const nodeFolder = node.slice(0, node.lastIndexOf('/'));
  return [
    { names: ['argoproj/argosay'], entrypoint: ['/argosay'], files: { ...shell, ...say, '/argosay': argosay }, env: games },
    { names: ['docker/whalesay', 'whalesay', 'rancher/cowsay'], cmd: ['/bin/bash'], files: { ...shell, ...say }, env: games },
    {
      names: ['alpine', 'busybox', 'debian', 'ubuntu', 'bash', 'alpine/git', 'bitnami/*', 'fedora', 'centos', 'my-image'],
      cmd: ['/bin/sh'],
      files: shell,
    },
    {
      names: ['python'],
      cmd: ['python3'],
      requires: ['python3'],
      ...(python && { files: { ...shell, '/usr/local/bin/python': exec(python), '/usr/local/bin/python3': exec(python) } }),
    },
    {
      names: ['node'],
      cmd: ['node'],
      files: shell,
      env: { PATH: `${nodeFolder}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin` },
    },
    { names: ['curlimages/curl', 'appropriate/curl', 'curl'], entrypoint: ['curl'], requires: ['curl'], files: shell },
    { names: ['stedolan/jq', 'jq', 'ghcr.io/jqlang/jq', 'jqlang/jq'], entrypoint: ['jq'], requires: ['jq'], files: shell },
    {
      names: ['nginx', 'httpd', 'nginxinc/nginx-unprivileged'],
      cmd: ['nginx', '-g', 'daemon off;'],
      ports: [80],
      files: { ...shell, '/usr/sbin/nginx': webServer(node) },
    },
    { names: ['golang', 'gcc', 'perl', 'ruby', 'maven'], cmd: ['/bin/sh'], files: shell },
    ...(executor ? [executorProfile(executor, shell)] : []),
  ];
}

function executorProfile(folder: string, shell: Readonly<Record<string, string>>): ImageProfile {
  return {
    names: ['argosy/argoexec', 'argoproj/argoexec', 'argoexec'],
    entrypoint: ['argoexec'],
    files: shell,
    env: { PATH: `${folder}:${folder}/../lib:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin` },
  };
}

function exec(program: string): string {
  return `#!/bin/sh\nexec ${program} "$@"\n`;
}
