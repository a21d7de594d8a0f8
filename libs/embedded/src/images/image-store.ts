import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { builtInProfiles } from './built-in.ts';
import { badImageName, type ImageFile, type ImageSource, neverPulled, type ResolvedImage } from './image-source.ts';
import { findProfile, type ImageProfile, repositoryName } from './profile.ts';

export interface ImageStoreOptions {
  /** Folder for the layers of images. */
  readonly folder: string;
  /** Folder with `argoexec`. */
  readonly executor?: string | undefined;
  /** File with the user's own profiles: `images: [{names, entrypoint, cmd, env, files}]`, `unknownImages: host|error`. */
  readonly configFile?: string | undefined;
}

interface UserConfig {
  readonly images?: readonly ImageProfile[];
  readonly unknownImages?: 'host' | 'error';
}

type Resolution = { readonly ok: true; readonly image: ResolvedImage } | { readonly ok: false; readonly message: string };

/** Resolves image names to profiles; layers are written on first use. */
export function openImageStore(options: ImageStoreOptions): ImageSource {
  const config = readConfig(options.configFile);
  const profiles = [
    ...(config.images ?? []),
    ...builtInProfiles({ node: process.execPath, bash: which('bash'), python: python(), executor: options.executor }),
  ];
  const resolved = new Map<string, Resolution>();
  const resolve = (image: string): Resolution => {
    let result = resolved.get(image);
    if (!result) {
      result = resolveImage(image, profiles, { options, config });
      resolved.set(image, result);
    }
    return result;
  };
  return {
    ports: (image) => findProfile(image, profiles)?.ports ?? [],
    obtain: async (image, { policy }) => {
      const bad = badImageName(image);
      if (bad) return { ok: false, ...bad };
      const result = resolve(image);
      if (result.ok) return { ...result, message: `Container image "${image}" already present on machine` };
      return { ok: false, ...(policy === 'Never' ? neverPulled(image) : { reason: 'ErrImagePull', message: result.message }) };
    },
  };
}

function resolveImage(
  image: string,
  profiles: readonly ImageProfile[],
  { options, config }: { readonly options: ImageStoreOptions; readonly config: UserConfig },
): Resolution {
  const profile = findProfile(image, profiles) ?? (config.unknownImages === 'host' ? { names: [] } : undefined);
  if (!profile) return { ok: false, message: unknownImage(image, options.configFile) };
  const { requires = [], files = {} } = profile;
  const missing = requires.filter((tool) => which(tool) === undefined && !(tool === 'python3' && python()));
  if (missing.length > 0) return { ok: false, message: `image "${image}" needs ${missing.join(' and ')} on this machine: install it` };
  return { ok: true, image: { ...defaultsOf(profile), files: writeFiles(options.folder, image, files) } };
}

function defaultsOf({ entrypoint = [], cmd = [], env = {}, workingDir = '/' }: ImageProfile): Omit<ResolvedImage, 'files'> {
  return { entrypoint, cmd, env, workingDir };
}

function unknownImage(image: string, file = 'a file given with --images'): string {
  const advice = `add one for "${repositoryName(image)}" to ${file}, or set unknownImages: host there to run it with the tools of this machine`;
  return `no profile for image "${image}": ${advice}`;
}

/** A file whose text is only a `#!` line stands for that program itself. */
function writeFiles(folder: string, image: string, files: Readonly<Record<string, string>>): ImageFile[] {
  const own = path.join(folder, repositoryName(image).replaceAll('/', '_'));
  fs.rmSync(own, { recursive: true, force: true });
  return Object.entries(files).map(([target, text]) => {
    const program = /^#!(\S+)\n$/.exec(text)?.[1];
    if (program) return { source: program, target };
    const source = path.join(own, target);
    fs.mkdirSync(path.dirname(source), { recursive: true });
    fs.writeFileSync(source, text, { mode: 0o755 });
    return { source, target };
  });
}

function readConfig(file: string | undefined): UserConfig {
  return file && fs.existsSync(file) ? ((parse(fs.readFileSync(file, 'utf8')) as UserConfig | null) ?? {}) : {};
}

function which(command: string): string | undefined {
  for (const folder of ['/usr/local/bin', '/usr/bin', '/bin', ...(process.env['PATH'] ?? '').split(':')]) {
    const candidate = path.join(folder, command);
    if (folder !== '' && fs.existsSync(candidate)) return candidate;
  }
  return undefined;
}

let pythonProgram: string | undefined | null = null;

/** The interpreter itself: what stands on PATH may be a wrapper that needs the user's environment. */
function python(): string | undefined {
  if (pythonProgram === null) {
    const found = which('python3');
    try {
      pythonProgram = found && execFileSync(found, ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).trim();
    } catch {
      pythonProgram = undefined;
    }
  }
  return pythonProgram;
}
