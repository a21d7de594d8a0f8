import { ApiError, createApiClient } from '@argosy/api-client';

const unauthorised = new Set<() => void>();

/** Calls the listener whenever the server does not know who is asking. */
export function onUnauthorised(listener: () => void): () => void {
  unauthorised.add(listener);
  return () => unauthorised.delete(listener);
}

/** The server that this page came from; paths are found below the document's base. */
export const argo = createApiClient({ url: '', fetch: watchedFetch });

async function watchedFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const answer = await patientFetch(input, { credentials: 'same-origin', ...init });
  if (answer.status === 401) for (const listener of unauthorised) listener();
  return answer;
}

const PAUSE = 300;
const TRIES = 3;

/** Browsers break requests off when an interface of the machine comes or goes; reading again is harmless. */
async function patientFetch(input: string | URL | Request, init: RequestInit): Promise<Response> {
  const mayRepeat = init.method === undefined || init.method === 'GET';
  for (let tries = 1; ; tries++) {
    try {
      return await fetch(input, init);
    } catch (error) {
      if (!mayRepeat || tries === TRIES || init.signal?.aborted) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE * tries));
    }
  }
}

/** Tells whether a request failed because of what is missing there, and not because of the way to it. */
export function isMissing(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 'NOT_FOUND' || error.status === 'UNIMPLEMENTED');
}

export function isForbidden(error: unknown): boolean {
  return error instanceof ApiError && error.status === 'PERMISSION_DENIED';
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
