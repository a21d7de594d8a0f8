// The files of stand-in images: each function adds some to a root folder.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { layout } from '../layout.mjs';

const folders = [
  'bin',
  'sbin',
  'etc',
  'root',
  'home',
  'var/run',
  'usr/bin',
  'usr/sbin',
  'usr/local/bin',
  'usr/local/sbin',
  'dev',
  'proc',
  'sys',
  'run',
  'mnt',
  'opt',
];
const texts = {
  'etc/passwd': 'root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1::/:/bin/false\nnobody:x:65534:65534:nobody:/:/bin/false\n',
  'etc/group': 'root:x:0:\ndaemon:x:1:\nnogroup:x:65534:\n',
  'etc/nsswitch.conf': 'hosts: files dns\n',
  'etc/os-release': 'ID=alpine\nVERSION_ID=3.23.0\nNAME="stand-in"\nPRETTY_NAME="a stand-in of argosy"\n',
};

/** A userland of one binary. */
export function writeBusybox(root) {
  for (const folder of folders) fs.mkdirSync(path.join(root, folder), { recursive: true });
  for (const folder of ['tmp', 'var/tmp']) {
    fs.mkdirSync(path.join(root, folder), { recursive: true });
    fs.chmodSync(path.join(root, folder), 0o1777);
  }
  fs.copyFileSync('/bin/busybox', path.join(root, 'bin/busybox'));
  const applets = run('/bin/busybox', ['--list']).split('\n');
  for (const applet of applets.filter((name) => name && name !== 'busybox')) fs.symlinkSync('/bin/busybox', path.join(root, 'bin', applet));
  fs.symlinkSync('/bin/busybox', path.join(root, 'usr/bin/env'));
  for (const [file, text] of Object.entries(texts)) fs.writeFileSync(path.join(root, file), text);
}

/** bash, node, jq, curl, git and Python with its standard library. */
export function writeTools(root) {
  for (const name of ['bash', 'node', 'jq', 'curl', 'git', 'python3']) writeTool(root, name);
  fs.symlinkSync('/usr/bin/bash', path.join(root, 'bin/bash'));
  fs.symlinkSync('python3', path.join(root, 'usr/bin/python'));
  for (const name of ['python', 'python3']) fs.symlinkSync(`/usr/bin/${name}`, path.join(root, 'usr/local/bin', name));
  copyPythonLibrary(root);
  fs.mkdirSync(path.join(root, 'etc/ssl/certs'), { recursive: true });
  fs.copyFileSync('/etc/ssl/certs/ca-certificates.crt', path.join(root, 'etc/ssl/certs/ca-certificates.crt'));
  if (fs.existsSync('/usr/share/zoneinfo'))
    fs.cpSync('/usr/share/zoneinfo', path.join(root, 'usr/share/zoneinfo'), { recursive: true, verbatimSymlinks: true });
}

/** A cow that says what it is told, with the shell alone. */
export function writeCowsay(root) {
  fs.mkdirSync(path.join(root, 'usr/games'), { recursive: true });
  writeScript(root, 'usr/games/cowsay', fs.readFileSync(path.join(import.meta.dirname, 'cowsay.sh'), 'utf8'));
  fs.symlinkSync('/usr/games/cowsay', path.join(root, 'usr/local/bin/cowsay'));
}

export function writeArgosay(root) {
  copyBinary(root, '/bin/bash', '/usr/bin/bash');
  fs.symlinkSync('/usr/bin/bash', path.join(root, 'bin/bash'));
  writeScript(root, 'argosay', fs.readFileSync(path.join(import.meta.dirname, 'argosay.sh'), 'utf8'));
  fs.symlinkSync('/argosay', path.join(root, 'bin/argosay'));
}

/** Answers 200 on every path of port 80. */
export function writeWebServer(root) {
  const binary = path.join(layout.bin, 'web-server');
  if (!fs.existsSync(binary)) {
    const args = ['build', '-trimpath', '-ldflags=-s -w', '-o', binary, path.join(import.meta.dirname, 'web-server.go')];
    run('go', args, { CGO_ENABLED: '0' });
  }
  fs.copyFileSync(binary, path.join(root, 'usr/sbin/nginx'));
}

/** An artifact plugin that keeps things in S3, by our own driver. */
export function writeArtifactPlugin(root) {
  writeTool(root, 'node');
  buildSync({
    entryPoints: [path.join(import.meta.dirname, 'artifact-plugin.mjs')],
    outfile: path.join(root, 'artifact-plugin.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'warning',
    // CommonJS packages inside an ESM bundle still call require(), and ask where they lie.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url), __dirname = import.meta.dirname;",
    },
  });
}

/** MinIO is the real server, built from its module (`build.mjs minio`) for tests; nobody ships it. */
export function writeMinio(root) {
  copyBinary(root, path.join(layout.bin, 'minio'), '/usr/local/bin/minio');
}

export function hasMinio() {
  return fs.existsSync(path.join(layout.bin, 'minio'));
}

function writeTool(root, name) {
  const found = run('sh', ['-c', `PATH=/usr/bin:/bin:$PATH; command -v ${name}`]).trim();
  copyBinary(root, fs.realpathSync(found), path.join('/usr/bin', name));
}

function copyPythonLibrary(root) {
  const library = run('/usr/bin/python3', ['-c', 'import sysconfig; print(sysconfig.get_path("stdlib"))']).trim();
  const unwanted = /\/(test|tests|__pycache__|idlelib|lib2to3|site-packages|dist-packages|ensurepip|config-3[^/]*)(\/|$)|\.a$/;
  fs.cpSync(library, path.join(root, library), {
    recursive: true,
    dereference: true,
    filter: (file) => !unwanted.test(file.slice(library.length)),
  });
  const extensions = path.join(library, 'lib-dynload');
  if (fs.existsSync(extensions)) for (const file of fs.readdirSync(extensions)) copyLibraries(root, path.join(extensions, file));
}

function copyBinary(root, from, to) {
  const place = path.join(root, to);
  fs.mkdirSync(path.dirname(place), { recursive: true });
  fs.copyFileSync(from, place);
  copyLibraries(root, from);
}

/** Shared libraries at the same paths as here, so that the loader finds them. */
function copyLibraries(root, binary) {
  const { stdout } = spawnSync('ldd', [binary], { encoding: 'utf8' });
  for (const library of new Set(stdout.match(/\/[^\s)]+/g) ?? [])) {
    const place = path.join(root, library);
    if (fs.existsSync(place)) continue;
    fs.mkdirSync(path.dirname(place), { recursive: true });
    fs.copyFileSync(fs.realpathSync(library), place);
  }
}

function writeScript(root, file, text) {
  fs.writeFileSync(path.join(root, file), text, { mode: 0o755 });
}

function run(command, args, env = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', env: { ...process.env, ...env } });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr}`);
  return stdout;
}
