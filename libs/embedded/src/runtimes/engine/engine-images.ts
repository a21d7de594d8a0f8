import { badImageName, type ImageResult, type ImageSource, neverPulled, type ResolvedImage } from '../../images/image-source.ts';
import { type EngineApi, isEngineError } from './engine-api.ts';

interface InspectedImage {
  readonly Size?: number;
  readonly Config?: {
    readonly Entrypoint?: readonly string[] | null;
    readonly Cmd?: readonly string[] | null;
    readonly Env?: readonly string[] | null;
    readonly WorkingDir?: string;
  } | null;
}

/** Images of a container engine, pulled as each container's policy says. */
export function engineImages(api: EngineApi): ImageSource {
  return {
    // On the host's network nothing depends on them.
    ports: () => [],
    obtain: async (image, { policy, pulling }) => {
      const bad = badImageName(image);
      if (bad) return { ok: false, ...bad };
      try {
        return await obtain(api, image, { policy, pulling });
      } catch (error) {
        // An engine that is being restarted answers again later: the pod waits for it.
        return { ok: false, reason: 'ErrImagePull', message: (error as Error).message };
      }
    },
  };
}

type Obtaining = Parameters<ImageSource['obtain']>[1];

async function obtain(api: EngineApi, image: string, { policy, pulling }: Obtaining): Promise<ImageResult> {
  const present = policy === 'Always' ? undefined : await inspect(api, image);
  if (present) return { ok: true, image: resolved(present), message: `Container image "${image}" already present on machine` };
  if (policy === 'Never') return { ok: false, ...neverPulled(image) };
  pulling();
  return pull(api, image);
}

async function pull(api: EngineApi, image: string): Promise<ImageResult> {
  const started = Date.now();
  await download(api, image);
  const pulled = await inspect(api, image);
  if (!pulled) return { ok: false, reason: 'ErrImagePull', message: `image "${image}" is not there after it was pulled` };
  const seconds = ((Date.now() - started) / 1000).toFixed(3);
  const message = `Successfully pulled image "${image}" in ${seconds}s (${seconds}s including waiting). Image size: ${pulled.Size ?? 0} bytes.`;
  return { ok: true, image: resolved(pulled), message };
}

/** The engine answers 200 at once and tells of a failure in the lines that follow. */
async function download(api: EngineApi, image: string): Promise<void> {
  const query = new URLSearchParams({ fromImage: withTag(image) });
  const response = await api.stream('POST', `/images/create?${query}`);
  let rest = '';
  for await (const chunk of response) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) requireGood(line);
  }
  requireGood(rest);
}

function requireGood(line: string): void {
  if (line.trim() === '') return;
  const { error } = JSON.parse(line) as { readonly error?: string };
  if (error) throw new Error(error);
}

/** Without a tag the engine would pull every one of them. */
function withTag(image: string): string {
  return /(@sha256:|:[^/]+$)/.test(image) ? image : `${image}:latest`;
}

async function inspect(api: EngineApi, image: string): Promise<InspectedImage | undefined> {
  try {
    return await api.call<InspectedImage>('GET', `/images/${encodeURI(withTag(image))}/json`);
  } catch (error) {
    if (isEngineError(error, 404)) return undefined;
    throw error;
  }
}

function resolved({ Config }: InspectedImage): ResolvedImage {
  const variables = (Config?.Env ?? []).map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]);
  return {
    entrypoint: Config?.Entrypoint ?? [],
    cmd: Config?.Cmd ?? [],
    env: Object.fromEntries(variables) as Record<string, string>,
    workingDir: Config?.WorkingDir ?? '',
    files: [],
  };
}
