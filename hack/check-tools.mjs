#!/usr/bin/env node
// Says what the machine lacks before anything is tried. Node checks itself first: everything else is written for >= 20.19.
import { spawnSync } from 'node:child_process';

const [major, minor] = process.versions.node.split('.').map(Number);
const problems = [];

if (major < 20 || (major === 20 && minor < 19)) {
  problems.push(
    `Node ${process.versions.node} is too old: Argosy needs >= 20.19. Install Node 20.19 or newer (nvm install 20, or nodejs.org).`,
  );
}
if (!answers(process.env.CC ?? 'cc')) {
  problems.push(
    'No C compiler answers to `cc`: install one (Debian and Ubuntu: apt-get install gcc libc6-dev; Fedora: dnf install gcc glibc-static; Alpine: apk add build-base).',
  );
}
if (process.argv.includes('--demo')) {
  for (const [command, examples] of [
    ['python3', 'the two coin flips'],
    ['curl', 'the web server beside a step'],
  ]) {
    if (!answers(command))
      problems.push(
        `No ${command} on PATH: ${examples} of the walk-through run it. Install it (Debian and Ubuntu: apt-get install ${command}).`,
      );
  }
}
if (process.platform !== 'linux') {
  problems.push(
    `Running containers as host processes needs Linux; this is ${process.platform}. With docker or podman: argo local up --runtime docker.`,
  );
}
if (problems.length > 0) {
  console.error(`argosy: this machine is not ready yet\n${problems.map((problem) => `  ✖ ${problem}`).join('\n')}`);
  process.exit(1);
}

function answers(command) {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;
}
