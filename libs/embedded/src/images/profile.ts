/** How an image is stood in for on this machine: programs of the host, plus small files of our own laid over its root. */
export interface ImageProfile {
  /** Repository names; registry and tag do not count; `*` at the end matches any rest. */
  readonly names: readonly string[];
  readonly entrypoint?: readonly string[] | undefined;
  readonly cmd?: readonly string[] | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly workingDir?: string | undefined;
  /** Files laid over the root: path → text. Their folders are resolved as the host resolves them (`/bin` may be a link). */
  readonly files?: Readonly<Record<string, string>> | undefined;
  /** Ports that its program listens on. */
  readonly ports?: readonly number[] | undefined;
  /** Commands of the host that the image cannot do without. */
  readonly requires?: readonly string[] | undefined;
}

/** The repository name that profiles are looked up by: `docker.io/library/alpine:3.20@sha256:…` is `alpine`. */
export function repositoryName(image: string): string {
  const name = image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
  const parts = name.split('/');
  const first = parts[0] ?? '';
  const rest = parts.length > 1 && (/[.:]/.test(first) || first === 'localhost') ? parts.slice(1) : parts;
  return (rest[0] === 'library' ? rest.slice(1) : rest).join('/');
}

/** The first profile that fits an image. */
export function findProfile(image: string, profiles: readonly ImageProfile[]): ImageProfile | undefined {
  const name = repositoryName(image);
  return profiles.find(({ names }) =>
    names.some((pattern) =>
      pattern.endsWith('*') ? name.startsWith(repositoryName(pattern.slice(0, -1))) : name === repositoryName(pattern),
    ),
  );
}
