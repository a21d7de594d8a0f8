import { spawn } from 'node:child_process';
import type http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { createGunzip } from 'node:zlib';
import type { Certificate } from '../certificate.ts';

export interface GitHttpsServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves a repository by git's own protocol over HTTPS to whoever shows this name and password. */
export async function serveGitOverHttps(
  repository: string,
  { certificate, user, password }: { readonly certificate: Certificate; readonly user: string; readonly password: string },
): Promise<GitHttpsServer> {
  const expected = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const server = https.createServer(certificate, (request, response) => {
    if (request.headers.authorization !== expected) return void response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
    const { pathname, searchParams } = new URL(request.url ?? '/', 'https://host');
    if (pathname === '/repo/info/refs' && searchParams.get('service') === 'git-upload-pack') return advertise(repository, response);
    if (pathname === '/repo/git-upload-pack' && request.method === 'POST') return uploadPack(repository, request, response);
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const close = (): Promise<void> => {
    server.closeAllConnections();
    return new Promise((resolve) => void server.close(() => resolve()));
  };
  return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/repo`, close };
}

function advertise(repository: string, response: http.ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-advertisement' });
  response.write('001e# service=git-upload-pack\n0000');
  spawn('git', ['upload-pack', '--stateless-rpc', '--advertise-refs', repository]).stdout.pipe(response);
}

function uploadPack(repository: string, request: http.IncomingMessage, response: http.ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-result' });
  const child = spawn('git', ['upload-pack', '--stateless-rpc', repository]);
  const body = request.headers['content-encoding'] === 'gzip' ? request.pipe(createGunzip()) : request;
  body.pipe(child.stdin);
  child.stdout.pipe(response);
}
