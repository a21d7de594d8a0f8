import fs from 'node:fs';

export type EngineName = 'docker' | 'podman';

type Environment = Readonly<Record<string, string | undefined>>;

/** The socket of an engine: what its environment variable says, else the first of its usual places that exists. */
export function findEngineSocket(
  engine: EngineName,
  env: Environment,
  exists: (file: string) => boolean = fs.existsSync,
): string | undefined {
  const configured = env[engine === 'docker' ? 'DOCKER_HOST' : 'CONTAINER_HOST'];
  if (configured) return configured.startsWith('unix://') ? configured.slice('unix://'.length) : undefined;
  return engineSocketPlaces(engine, env).find((place) => exists(place));
}

/** Where an engine's socket usually is, the user's own engine first. */
export function engineSocketPlaces(engine: EngineName, env: Environment): readonly string[] {
  const runtimeDir = env['XDG_RUNTIME_DIR'];
  const own = runtimeDir ? [`${runtimeDir}/${engine === 'docker' ? 'docker.sock' : 'podman/podman.sock'}`] : [];
  return [
    ...own,
    ...(engine === 'docker' ? ['/var/run/docker.sock', `${env['HOME'] ?? ''}/.docker/run/docker.sock`] : ['/run/podman/podman.sock']),
  ];
}
