// Stand-ins of well-known images, made of this machine's own Debian files, so that examples run where no registry can be reached.
// They hold the tools that the examples call, not the software of the names: an image called golang has no Go.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { imageOf, layerOf } from '../../images/oci.mjs';
import { pushImage } from '../../images/push.mjs';
import {
  hasMinio,
  writeArgosay,
  writeArtifactPlugin,
  writeBusybox,
  writeCowsay,
  writeMinio,
  writeTools,
  writeWebServer,
} from './roots.mjs';

const search = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/games';

const roots = [
  {
    name: 'busybox',
    fill: [writeBusybox],
    images: [{ names: ['library/busybox:latest', 'library/busybox:1', 'library/busybox:1.36'], config: { Cmd: ['sh'] } }],
  },
  {
    name: 'tools',
    fill: [writeBusybox, writeTools, writeCowsay],
    images: [
      {
        names: [
          'alpine:latest',
          'alpine:3.6',
          'alpine:3.7',
          'alpine:3.18',
          'alpine:3.20',
          'alpine:3.23',
          'debian:latest',
          'debian:8.9',
          'debian:9.1',
          'debian:9.2',
          'debian:9.4',
          'debian:9.5-slim',
          'ubuntu:17.10',
          'ubuntu:latest',
        ]
          .concat(['golang:1.8', 'golang:1.10', 'golang:1.18'])
          .map(library),
        config: { Cmd: ['sh'] },
      },
      {
        names: [
          'python:alpine3.23',
          'python:alpine3.20',
          'python:alpine3.6',
          'python:alpine',
          'python:3',
          'python:3.9',
          'python:latest',
        ].map(library),
        config: { Cmd: ['python3'] },
      },
      { names: ['node:9.1-alpine', 'node:latest'].map(library), config: { Cmd: ['node'] } },
      { names: ['argoproj/argoexec:latest'], config: { Cmd: ['sh'] } },
      { names: ['stedolan/jq:latest'], config: { Entrypoint: ['jq'] } },
      { names: ['curlimages/curl:latest', 'curlimages/curl:8.9.1', 'appropriate/curl:latest'], config: { Entrypoint: ['curl'] } },
      { names: ['alpine/git:v2.26.2'], config: { Entrypoint: ['git'] } },
    ],
  },
  {
    name: 'cowsay',
    fill: [writeBusybox, writeCowsay],
    images: [{ names: ['argoproj/argosay:v1', 'docker/whalesay:latest'], config: { Cmd: ['cowsay'] } }],
  },
  {
    name: 'argosay',
    fill: [writeBusybox, writeCowsay, writeArgosay],
    images: [{ names: ['argoproj/argosay:v2'], config: { Entrypoint: ['/argosay'] } }],
  },
  {
    name: 'nginx',
    fill: [writeBusybox, writeWebServer],
    images: [
      {
        names: ['nginx:latest', 'nginx:1.13', 'nginx:1.27', 'nginx:alpine'].map(library),
        config: { Entrypoint: ['/usr/sbin/nginx'], ExposedPorts: { '80/tcp': {} } },
      },
    ],
  },
  {
    name: 'artifact-plugin',
    fill: [writeBusybox, writeArtifactPlugin],
    images: [{ names: ['argosy/artifact-plugin:latest'], config: { Entrypoint: ['node', '/artifact-plugin.mjs'] } }],
  },
  {
    name: 'minio',
    when: hasMinio,
    fill: [writeBusybox, writeMinio],
    images: [{ names: ['minio/minio:latest'], config: { Cmd: ['minio'] } }],
  },
];

/**
 * @param registry address of a registry with its scheme. Pushes every stand-in under every name that people write for it.
 * @returns {Promise<string[]>} the names
 */
export async function pushStandIns(registry) {
  const pushed = [];
  for (const { name, fill, images, when } of roots) {
    if (when?.() === false) continue;
    const layer = inFolder((folder) => fill.forEach((write) => write(folder)), `stand-in: ${name}`);
    for (const { names, config } of images) {
      const image = imageOf({ architecture: architecture(), layers: [layer], config: { Env: [search], ...config }, annotations: {} });
      // Without the prefix, too: `quay.io/alpine:latest` reaches the same mirror.
      const short = names.filter((full) => full.startsWith('library/')).map((full) => full.slice('library/'.length));
      for (const one of [...names, ...short]) await pushImage(image, { registry, reference: `any/${one}` });
      pushed.push(...names, ...short);
    }
  }
  return pushed;
}

/** Names without an owner are under library/ on Docker Hub. */
function library(name) {
  return `library/${name}`;
}

function inFolder(fill, comment) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-stand-in-'));
  try {
    fill(folder);
    return layerOf(folder, comment);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function architecture() {
  return { x64: 'amd64', arm64: 'arm64' }[process.arch];
}
