import { Agent, type Dispatcher, fetch } from 'undici';
import { artifactError, type SecretReader, type SecretSelector } from '../driver.ts';

/** How an http artifact proves who asks: one of the three. */
export interface HttpAuth {
  readonly basicAuth?: { readonly usernameSecret?: SecretSelector; readonly passwordSecret?: SecretSelector };
  readonly oauth2?: OAuth2;
  readonly clientCert?: { readonly clientCertSecret?: SecretSelector; readonly clientKeySecret?: SecretSelector };
}

interface OAuth2 {
  readonly clientIDSecret?: SecretSelector;
  readonly clientSecretSecret?: SecretSelector;
  readonly tokenURLSecret?: SecretSelector;
  readonly scopes?: readonly string[];
  readonly endpointParams?: readonly { readonly key: string; readonly value?: string }[];
}

export interface HttpIdentity {
  readonly headers: Readonly<Record<string, string>>;
  readonly dispatcher?: Dispatcher;
}

/** Reads the secrets of an artifact's `auth` and turns them into headers, or into a connection with a client certificate. */
export async function authorize(auth: HttpAuth | undefined, secrets: SecretReader): Promise<HttpIdentity> {
  if (auth?.basicAuth) {
    const { usernameSecret, passwordSecret } = auth.basicAuth;
    return {
      headers: { authorization: basicHeader(`${await secretOf(usernameSecret, secrets)}:${await secretOf(passwordSecret, secrets)}`) },
    };
  }
  if (auth?.oauth2) return { headers: { authorization: `Bearer ${await fetchToken(auth.oauth2, secrets)}` } };
  if (auth?.clientCert) {
    const { clientCertSecret, clientKeySecret } = auth.clientCert;
    const [cert, key] = [await secretOf(clientCertSecret, secrets), await secretOf(clientKeySecret, secrets)];
    return { headers: {}, dispatcher: new Agent({ connect: { cert, key } }) };
  }
  return { headers: {} };
}

/** Client credentials grant. */
async function fetchToken(oauth2: OAuth2, secrets: SecretReader): Promise<string> {
  const url = await secretOf(oauth2.tokenURLSecret, secrets);
  const pair = `${await secretOf(oauth2.clientIDSecret, secrets)}:${await secretOf(oauth2.clientSecretSecret, secrets)}`;
  const headers = { authorization: basicHeader(pair), 'content-type': 'application/x-www-form-urlencoded' };
  const response = await fetch(url, { method: 'POST', headers, body: formOf(oauth2).toString() });
  const answer = (await response.json().catch(() => ({}))) as { readonly access_token?: unknown };
  if (!response.ok || typeof answer.access_token !== 'string') {
    throw artifactError('ARTIFACT_DENIED', `the token endpoint ${url} answers ${response.status} without a token`);
  }
  return answer.access_token;
}

function formOf({ scopes = [], endpointParams = [] }: OAuth2): URLSearchParams {
  const form = new URLSearchParams({ grant_type: 'client_credentials', ...(scopes.length > 0 && { scope: scopes.join(' ') }) });
  for (const { key, value = '' } of endpointParams) form.append(key, value);
  return form;
}

function basicHeader(pair: string): string {
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

async function secretOf(selector: SecretSelector | undefined, secrets: SecretReader): Promise<string> {
  return selector ? secrets(selector) : '';
}
