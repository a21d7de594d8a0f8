import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface StsServer {
  readonly url: string;
  /** What was asked: the action, who it is for, the token that proves it, and whose keys signed. */
  readonly requests: readonly StsRequest[];
  close(): Promise<void>;
}

export interface StsRequest {
  readonly action: string | null;
  readonly role: string | null;
  readonly token: string | null;
  readonly signedBy: string | undefined;
}

/** Amazon's service of temporary credentials, as far as roles go: everybody who asks for a role gets the keys given. */
export async function startStsServer(keys: {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly token: string;
}): Promise<StsServer> {
  const requests: StsRequest[] = [];
  const server = http.createServer(async (incoming, response) => {
    const form = new URLSearchParams(await text(incoming));
    const action = form.get('Action');
    const signedBy = /Credential=([^/]+)/.exec(incoming.headers.authorization ?? '')?.[1];
    requests.push({ action, role: form.get('RoleArn'), token: form.get('WebIdentityToken'), signedBy });
    response
      .setHeader('content-type', 'text/xml')
      .end(
        `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result><Credentials>` +
          `<AccessKeyId>${keys.accessKey}</AccessKeyId><SecretAccessKey>${keys.secretKey}</SecretAccessKey>` +
          `<SessionToken>${keys.token}</SessionToken><Expiration>${new Date(Date.now() + 3_600_000).toISOString()}</Expiration>` +
          `</Credentials></${action}Result></${action}Response>`,
      );
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const close = (): Promise<void> => {
    server.closeAllConnections();
    return new Promise((resolve) => void server.close(() => resolve()));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, close };
}
