import type { IncomingHttpHeaders } from 'node:http';
import { ApiFailure } from '../api/failure.ts';
import { authorizationsOf } from './authorizations.ts';
import type { AuthMode, Caller } from './caller.ts';

/** What a session of single sign-on needs to know of a request. */
export interface SessionRequest {
  readonly authorization: string;
  /** Empty: none in particular. */
  readonly namespace: string;
}

export interface GatekeeperOptions {
  readonly modes: ReadonlySet<AuthMode>;
  /** The server itself, for the mode `server`. */
  serverCaller(): Promise<Caller>;
  /** Somebody with a token of the API server. */
  clientCaller(authorization: string): Promise<Caller>;
  /** Somebody with a session. */
  sessionCaller(request: SessionRequest): Promise<Caller>;
}

/** Finds out who makes a request. Throws UNAUTHENTICATED. */
export interface Gatekeeper {
  authenticate(request: { readonly headers: IncomingHttpHeaders; readonly namespace: string }): Promise<Caller>;
}

/** Acceptance 8-012: the mode is chosen by how the header begins, and by what is enabled. */
export function createGatekeeper(options: GatekeeperOptions): Gatekeeper {
  return {
    async authenticate({ headers, namespace }) {
      const given = authorizationsOf(headers);
      let refusal: unknown;
      for (const authorization of given.length === 0 ? [''] : given) {
        try {
          return await callerOf(options, { authorization, namespace });
        } catch (error) {
          refusal ??= error;
        }
      }
      throw refusal;
    },
  };
}

const SESSION = 'Bearer v2:';

function callerOf(options: GatekeeperOptions, request: SessionRequest): Promise<Caller> {
  const { modes, serverCaller, clientCaller, sessionCaller } = options;
  const { authorization } = request;
  if (modes.has('sso') && authorization.startsWith(SESSION)) return sessionCaller(request);
  if (modes.has('client') && /^(?:Bearer|Basic) \S/.test(authorization) && !authorization.startsWith(SESSION))
    return clientCaller(authorization);
  if (modes.has('server')) return serverCaller();
  // Acceptance 8-013.
  throw new ApiFailure('UNAUTHENTICATED', 'token not valid. see https://argo-workflows.readthedocs.io/en/latest/faq/');
}
