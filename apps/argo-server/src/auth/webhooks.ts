import { coreResources, type KubeClient, type KubeObject } from '@argosy/kube';
import { isErrorWithCode, type Logger } from '@argosy/std';
import { annotations } from '@argosy/api';
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { parse } from 'yaml';
import { ApiFailure } from '../api/failure.ts';

export interface WebhookRequest {
  readonly namespace: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Recognises services that cannot send a token by the signature of what they send (acceptance 8-016). */
export interface Webhooks {
  /** The header `Authorization` of the service account that a sender stands for; `undefined`: it is none of the senders that are known. */
  authorizationOf(request: WebhookRequest): Promise<string | undefined>;
}

interface Secret extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
}

/** Service accounts by name, each with `type` and `secret` as YAML. */
const CLIENTS = 'argo-workflows-webhook-clients';

export function createWebhooks({ client, logger }: { readonly client: KubeClient; readonly logger: Logger }): Webhooks {
  return {
    async authorizationOf(request) {
      const clients = await clientsOf(client, request.namespace);
      for (const [account, text] of Object.entries(clients)) {
        if (!isSender(Buffer.from(text, 'base64').toString('utf8'), request)) continue;
        logger.debug('an event is signed', { namespace: request.namespace, account });
        return `Bearer ${await tokenOf(client, request.namespace, account)}`;
      }
      return undefined;
    },
  };
}

async function clientsOf(client: KubeClient, namespace: string): Promise<Readonly<Record<string, string>>> {
  try {
    return (await client.get<Secret>(coreResources.Secret, { namespace, name: CLIENTS })).data ?? {};
  } catch (error) {
    if (isErrorWithCode(error, 'KUBE_NOTFOUND') || isErrorWithCode(error, 'KUBE_FORBIDDEN')) return {};
    throw error;
  }
}

type Matches = (secret: string, request: WebhookRequest) => boolean;

const SENDERS: Readonly<Record<string, Matches>> = {
  github: (secret, { headers, body }) =>
    hasSignature(headers['x-hub-signature-256'], 'sha256', { secret, body }) ||
    hasSignature(headers['x-hub-signature'], 'sha1', { secret, body }),
  gitlab: (secret, { headers }) => isSame(textOf(headers['x-gitlab-token']), secret),
  bitbucket: (secret, { headers }) => isSame(textOf(headers['x-hook-uuid']), secret),
  bitbucketserver: (secret, { headers, body }) => hasSignature(headers['x-hub-signature'], 'sha256', { secret, body }),
};

/** What cannot be read is nobody: its author learns of it by the refusal of what it sends. */
function isSender(text: string, request: WebhookRequest): boolean {
  const { type, secret } = (parse(text) ?? {}) as { readonly type?: unknown; readonly secret?: unknown };
  return typeof secret === 'string' && secret !== '' && (SENDERS[String(type)]?.(secret, request) ?? false);
}

function hasSignature(
  header: string | string[] | undefined,
  algorithm: string,
  { secret, body }: { readonly secret: string; readonly body: Buffer },
): boolean {
  const given = textOf(header);
  return given !== '' && isSame(given, `${algorithm}=${createHmac(algorithm, secret).update(body).digest('hex')}`);
}

function textOf(header: string | string[] | undefined): string {
  return typeof header === 'string' ? header : (header?.[0] ?? '');
}

/** Takes as long for what is nearly right as for what is not at all. */
function isSame(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}

async function tokenOf(client: KubeClient, namespace: string, account: string): Promise<string> {
  const { metadata } = await client.get<KubeObject>(coreResources.ServiceAccount, { namespace, name: account });
  const name = metadata.annotations?.[annotations.serviceAccountTokenName] ?? `${account}.service-account-token`;
  const { data } = await client.get<Secret>(coreResources.Secret, { namespace, name });
  // Said to nobody in detail: it would help whoever tries to get in.
  if (data?.['token'] === undefined) throw new ApiFailure('PERMISSION_DENIED', 'failed to process webhook request');
  return Buffer.from(data['token'], 'base64').toString('utf8');
}
