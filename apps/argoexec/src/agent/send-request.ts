import fs from 'node:fs';
import path from 'node:path';
import tls from 'node:tls';
import { certificateFolder } from '@argosy/pod-plan';
import { type Dispatcher, EnvHttpProxyAgent, interceptors, request as send } from 'undici';
import { headerFields } from './http-headers.ts';
import type { HttpAnswer, HttpRequest } from './http-task.ts';
import { TransientError } from './task.ts';

/** Sends a request: proxies of the environment, up to ten redirects, and the certificates that were mounted are taken into account. */
export async function sendRequest(request: HttpRequest, certificates = certificateFolder): Promise<HttpAnswer> {
  const { method, url, headers, body, timeout, insecure } = request;
  try {
    const response = await send(url, {
      method: method as Dispatcher.HttpMethod,
      headers: headers.flat(),
      body: body ?? null,
      dispatcher: dispatcherFor(insecure, certificates),
      ...(timeout !== undefined && { signal: AbortSignal.timeout(timeout) }),
    });
    return { statusCode: response.statusCode, headers: headerFields(Object.entries(response.headers)), body: await response.body.text() };
  } catch (error) {
    throw explained(request, error as Error & { readonly code?: string });
  }
}

const mostRedirects = 10;
const dispatchers = new Map<boolean, Dispatcher>();

function dispatcherFor(insecure: boolean, certificates: string): Dispatcher {
  let dispatcher = dispatchers.get(insecure);
  if (dispatcher === undefined) {
    const own = ownCertificates(certificates);
    const connect = { timeout: 30_000, ...(insecure && { rejectUnauthorized: false }), ...(own && { ca: [...own] }) };
    // How long an answer may take is for the template to say.
    const agent = new EnvHttpProxyAgent({ connect, requestTls: connect, headersTimeout: 0, bodyTimeout: 0 });
    dispatcher = agent.compose(interceptors.redirect({ maxRedirections: mostRedirects }));
    dispatchers.set(insecure, dispatcher);
  }
  return dispatcher;
}

/** Certificates of the secret that is mounted, beside those that Node brings along; undefined where there are none. */
function ownCertificates(folder: string): readonly string[] | undefined {
  if (!fs.existsSync(folder)) return undefined;
  const files = fs.readdirSync(folder).filter((name) => /\.(crt|pem|cer)$/.test(name));
  if (files.length === 0) return undefined;
  return [...tls.rootCertificates, ...files.map((name) => fs.readFileSync(path.join(folder, name), 'utf8'))];
}

/** Codes of failures that may pass: nobody answered, or the connection was cut. */
const transient: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_SOCKET',
]);

function explained({ method, url, timeout }: HttpRequest, error: Error & { readonly code?: string }): Error {
  const verb = method.slice(0, 1).toUpperCase() + method.slice(1).toLowerCase();
  const reason = error.name === 'TimeoutError' ? `no answer within ${(timeout ?? 0) / 1000}s` : reasonOf(error);
  const message = `${verb} "${url}": ${reason}`;
  const code = error.code ?? (error as AggregateError).errors?.[0]?.code;
  return transient.has(code ?? '') ? new TransientError(message, { cause: error }) : new Error(message, { cause: error });
}

function reasonOf(error: Error): string {
  const { errors } = error as AggregateError;
  return error.message || (errors ?? []).map((inner: Error) => inner.message).join('; ') || error.name;
}
