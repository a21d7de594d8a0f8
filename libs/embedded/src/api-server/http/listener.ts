import http from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ServerCertificate } from '../certificates.ts';

export interface ListenerOptions {
  readonly host: string;
  readonly port: number;
  /** Absent: plain HTTP. */
  readonly certificate: ServerCertificate | undefined;
  readonly onRequest: http.RequestListener;
  readonly onUpgrade: (exchange: UpgradeExchange) => void;
}

export interface UpgradeExchange {
  readonly message: http.IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

export interface Listener {
  readonly url: string;
  readonly port: number;
  /** Ends all connections, watches included. */
  close(): Promise<void>;
}

/** Listens for requests; rejects where the port is taken. */
export async function openListener(options: ListenerOptions): Promise<Listener> {
  const { host, certificate } = options;
  const server = createServer(certificate, options.onRequest);
  const sockets = trackSockets(server);
  server.on('upgrade', (message: http.IncomingMessage, socket: Duplex, head: Buffer) => options.onUpgrade({ message, socket, head }));
  await listen(server, options.port, host);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `${certificate ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

// Watches last for an hour, and clients keep idle connections for minutes.
const settings = { keepAliveTimeout: 300_000, requestTimeout: 0, headersTimeout: 60_000, maxHeaderSize: 64 << 10 };

function createServer(certificate: ServerCertificate | undefined, listener: http.RequestListener): http.Server | https.Server {
  if (!certificate) return http.createServer(settings, listener);
  return https.createServer({ ...settings, key: certificate.key, cert: certificate.certificate, ALPNProtocols: ['http/1.1'] }, listener);
}

function trackSockets(server: http.Server | https.Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}

function listen(server: http.Server | https.Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, backlog: 1024 }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
