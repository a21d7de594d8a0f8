#!/usr/bin/env node
// Builds the OCI images without Docker and without a base image: libraries from Debian packages, node from its npm package, our bundles.
//   node hack/images/build.mjs [--arch amd64] [--tag v0.1.0] [--registry quay.io/argosy] [--push http://127.0.0.1:5000] [NAME…]
// Each image lies in dist/images/<name> as an OCI layout, beside its list of contents (<name>.spdx.json).
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { debianPackages, images, nodeVersion, user } from './contents.mjs';
import { fetchPackages, unpackPackage } from './debian.mjs';
import { imageOf, layerOf, writeLayout } from './oci.mjs';
import { pushImage } from './push.mjs';
import { billOfMaterials } from './spdx.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    arch: { type: 'string', default: 'amd64' },
    tag: { type: 'string', default: `v${version}` },
    registry: { type: 'string', default: 'quay.io/argosy' },
    push: { type: 'string' },
  },
});
const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'argosy/images');
const target = path.join(root, 'dist/images');
const architectures = { amd64: 'x64', arm64: 'arm64' };
if (!architectures[values.arch]) throw new Error(`--arch ${values.arch}: one of ${Object.keys(architectures).join(', ')}`);

/** What packages bring and no program of ours reads. */
const neverUsed = ['usr/share/doc', 'usr/share/man', 'usr/share/lintian', 'usr/sbin', 'usr/share/gcc', 'usr/share/gdb'];

const packages = fetchPackages(debianPackages, { folder: cache, architecture: values.arch });
const base = [inFolder(writeBase, `debian packages: ${debianPackages.join(' ')}`), inFolder(writeNode, `node ${nodeVersion}`)];
const wanted = positionals.length > 0 ? positionals : Object.keys(images);
for (const name of wanted) await buildImage(name, images[name]);

async function buildImage(name, image) {
  if (!image) throw new Error(`no image is called ${name}: one of ${Object.keys(images).join(', ')}`);
  if (image.optional && !fs.existsSync(path.join(root, image.copies[0].from))) {
    console.log(`- ${name}: left out, ${image.copies[0].from} is not there`);
    return;
  }
  const programs = image.programs && fetchPackages(image.programs.debianPackages, { folder: cache, architecture: values.arch });
  const own = inFolder((folder) => writeOwn(folder, image), `argosy ${values.tag}: ${name}`);
  const reference = `${values.registry}/${name}:${values.tag}`;
  const built = imageOf({
    architecture: values.arch,
    layers: [...base, ...(programs ? [inFolder((folder) => writePrograms(folder, programs, image.programs), 'git')] : []), own],
    config: {
      User: String(user),
      Env: ['PATH=/usr/local/bin:/usr/bin:/bin', 'NODE_ENV=production', ...(image.environment ?? [])],
      Entrypoint: image.entrypoint,
      WorkingDir: '/',
    },
    annotations: { 'org.opencontainers.image.title': name, 'org.opencontainers.image.version': values.tag },
  });
  writeLayout(path.join(target, name), [built], reference);
  fs.writeFileSync(
    path.join(target, `${name}.spdx.json`),
    billOfMaterials({ name, version: values.tag, packages: [...packages, ...(programs ?? [])], nodeVersion, root }),
  );
  const size = built.blobs.reduce((sum, blob) => sum + blob.size, 0);
  console.log(`✔ ${reference}  ${(size / 1e6).toFixed(1)} MB compressed  ${built.manifest.digest}`);
  if (values.push) await pushImage(built, { registry: values.push, reference });
}

function inFolder(fill, comment) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-layer-'));
  try {
    fill(folder);
    return layerOf(folder, comment);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

function writeBase(folder) {
  for (const one of packages) unpackPackage(one, folder);
  removeAll(folder, neverUsed);
  const certificates = path.join(folder, 'usr/share/ca-certificates/mozilla');
  const bundle = fs
    .readdirSync(certificates)
    .sort()
    .map((file) => fs.readFileSync(path.join(certificates, file), 'utf8').trimEnd());
  put(folder, 'etc/ssl/certs/ca-certificates.crt', `${bundle.join('\n')}\n`);
  put(folder, 'etc/passwd', `root:x:0:0:root:/root:/sbin/nologin\nargosy:x:${user}:${user}::/home/argosy:/sbin/nologin\n`);
  put(folder, 'etc/group', `root:x:0:\nargosy:x:${user}:\n`);
  fs.mkdirSync(path.join(folder, 'tmp'), { mode: 0o777 });
  fs.chmodSync(path.join(folder, 'tmp'), 0o1777);
}

function writePrograms(folder, debs, { unused, links }) {
  for (const one of debs) unpackPackage(one, folder);
  removeAll(folder, [...neverUsed, ...unused]);
  for (const [link, target] of Object.entries(links)) fs.symlinkSync(target, path.join(folder, link));
}

function removeAll(folder, entries) {
  for (const entry of entries) fs.rmSync(path.join(folder, entry), { recursive: true, force: true });
}

function writeNode(folder) {
  const name = `node-linux-${architectures[values.arch]}`;
  const kept = path.join(cache, `${name}-${nodeVersion}`);
  if (!fs.existsSync(path.join(kept, 'package/bin/node'))) {
    fs.mkdirSync(kept, { recursive: true });
    run('npm', ['pack', '--silent', `${name}@${nodeVersion}`], kept);
    run('tar', ['-xzf', `${name}-${nodeVersion}.tgz`, 'package/bin/node', 'package/LICENSE'], kept);
  }
  put(folder, 'usr/local/bin/node', fs.readFileSync(path.join(kept, 'package/bin/node')));
  fs.chmodSync(path.join(folder, 'usr/local/bin/node'), 0o755);
  put(folder, 'usr/share/licenses/node/LICENSE', fs.readFileSync(path.join(kept, 'package/LICENSE')));
}

function writeOwn(folder, { copies, starters }) {
  for (const { from, to, optional } of copies) {
    const source = path.join(root, from);
    if (!fs.existsSync(source) && optional) continue;
    if (!fs.existsSync(source)) throw new Error(`${from} is not there: run \`make build\` first`);
    fs.cpSync(source, path.join(folder, to), { recursive: true, filter: (file) => !file.endsWith('.map') });
  }
  for (const { at, interpreter, bundle } of starters) {
    put(folder, at, `#!${interpreter}\nimport('${bundle}');\n`);
    fs.chmodSync(path.join(folder, at), 0o755);
  }
  put(folder, 'usr/share/licenses/argosy/LICENSE', fs.readFileSync(path.join(root, 'LICENSE')));
}

function put(folder, file, content) {
  const place = path.join(folder, file);
  fs.mkdirSync(path.dirname(place), { recursive: true });
  fs.writeFileSync(place, content);
  fs.chmodSync(place, 0o644);
}

function run(program, args, cwd) {
  const { status, stderr, error } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.at(-1)}: ${error?.message ?? stderr}`);
}
