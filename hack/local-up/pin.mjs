#!/usr/bin/env node
// Writes go/kubernetes/go.mod for a version of Kubernetes: `node hack/local-up/pin.mjs 1.35.4`, then `go mod tidy` in each folder of go/.
// The modules that Kubernetes keeps in its own repository have no version in its go.mod, so each needs a replacement.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const version = process.argv[2] ?? '1.35.4';
const etcd = '3.6.5';
const folder = path.join(import.meta.dirname, 'go');

const download = spawnSync('go', ['mod', 'download', '-json', `k8s.io/kubernetes@v${version}`], {
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
});
if (download.status !== 0) process.exit(1);
const upstream = fs.readFileSync(path.join(JSON.parse(download.stdout).Dir, 'go.mod'), 'utf8');
const staging = [...upstream.matchAll(/^\s*(k8s\.io\/[a-z0-9-]+) => \.\/staging/gm)].map((match) => match[1]);
const unversioned = [...upstream.matchAll(/^\s*(k8s\.io\/[a-z0-9-]+) v0\.0\.0(?:\s|$)/gm)].map((match) => match[1]);
const replaced = [...new Set([...staging, ...unversioned])].sort();
const goVersion = upstream.match(/^go .*$/m)[0];
const debug = upstream.match(/^godebug .*$/m)?.[0] ?? '';
const replacements = replaced.map((name) => `\t${name} => ${name} v0.${version.slice(2)}`).join('\n');

for (const [name, required] of Object.entries({
  kubernetes: `require (\n\tgo.etcd.io/etcd/server/v3 v${etcd}\n\tk8s.io/kubernetes v${version}\n)`,
})) {
  fs.writeFileSync(
    path.join(folder, name, 'go.mod'),
    `module local-up/${name}\n\n${goVersion}\n\n${debug}\n\n${required}\n\nreplace (\n${replacements}\n)\n`,
  );
}
