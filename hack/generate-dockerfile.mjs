#!/usr/bin/env node
// The Dockerfile for those who have Docker, from the same description of contents as `make images`; one target an image.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { debianPackages, images, nodeVersion, user } from './images/contents.mjs';

const target = path.join(path.dirname(fileURLToPath(import.meta.url)), 'images/Dockerfile');
const present = Object.entries(images).filter(([, { optional }]) => !optional);
const lines = [
  '# Made by hack/generate-dockerfile.mjs from hack/images/contents.mjs. Do not edit.',
  '# make build && docker build -f hack/images/Dockerfile --target workflow-controller -t argosy/workflow-controller .',
  `FROM node:${nodeVersion}-bookworm-slim AS node`,
  '',
  'FROM debian:bookworm-slim AS base',
  install(debianPackages),
  'COPY --from=node /usr/local/bin/node /usr/local/bin/node',
  'ENV NODE_ENV=production',
  `USER ${user}`,
  ...present.flatMap(([name, image]) => ['', ...stage(name, image)]),
];
fs.writeFileSync(target, `${lines.join('\n')}\n`);

function install(packages) {
  return `RUN apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')} && rm -rf /var/lib/apt/lists/*`;
}

function stage(name, { copies, starters, entrypoint, environment = [], programs }) {
  return [
    `FROM base AS ${name}`,
    ...(programs ? [`USER 0`, install(programs.debianPackages), `USER ${user}`] : []),
    ...copies.map(({ from, to }) => `COPY ${from} ${to}`),
    ...starters.map(({ at, interpreter, bundle }) => `COPY --chmod=755 <<"EOF" ${at}\n#!${interpreter}\nimport('${bundle}');\nEOF`),
    ...environment.map((variable) => `ENV ${variable.replace('=', '="')}"`),
    `ENTRYPOINT ${JSON.stringify(entrypoint)}`,
  ];
}
