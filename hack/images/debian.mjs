// Debian packages, fetched by apt with a state of its own, so that another architecture's can be had too.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** @returns {{name: string, version: string, file: string}[]} the packages' files in `folder`; fetched once. */
export function fetchPackages(names, { folder, architecture }) {
  const packages = path.join(folder, `debian-${architecture}`);
  fs.mkdirSync(packages, { recursive: true });
  const missing = names.filter((name) => !packageFile(packages, name));
  if (missing.length > 0) {
    const options = aptOptions(folder, architecture);
    run('apt-get', [...options, 'update', '--quiet=2'], folder);
    run('apt-get', [...options, 'download', ...missing], packages);
  }
  return names.map((name) => {
    const file = path.join(packages, packageFile(packages, name));
    const version = run('dpkg-deb', ['--field', file, 'Version'], folder).trim();
    return { name, version, file };
  });
}

export function unpackPackage({ file }, target) {
  run('dpkg-deb', ['--extract', file, target], path.dirname(file));
}

function packageFile(folder, name) {
  return fs.readdirSync(folder).find((file) => file.startsWith(`${name}_`) && file.endsWith('.deb'));
}

function aptOptions(folder, architecture) {
  const state = path.join(folder, `apt-${architecture}`);
  for (const part of ['lists/partial', 'cache/archives/partial']) fs.mkdirSync(path.join(state, part), { recursive: true });
  fs.writeFileSync(path.join(state, 'status'), '');
  const settings = {
    'APT::Architecture': architecture,
    'APT::Architectures': architecture,
    'Dir::State::Lists': path.join(state, 'lists'),
    'Dir::State::Status': path.join(state, 'status'),
    'Dir::Cache': path.join(state, 'cache'),
    'APT::Sandbox::User': 'root',
  };
  return Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
}

function run(program, args, cwd) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.at(-1)}: ${error?.message ?? stderr}`);
  return stdout;
}
