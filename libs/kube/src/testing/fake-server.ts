import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createKubeClient, type KubeClientOptions } from '../create-kube-client.ts';
import type { KubeClient } from '../client.ts';

interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Answer {
  readonly code?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Ends the connection without an answer. */
  readonly hangUp?: boolean;
  /** Sent one after the other, then the body ends. */
  readonly chunks?: readonly string[];
}

/** An HTTP server that answers requests from a script and remembers them; the last answer repeats. */
export async function scriptedServer(answers: readonly Answer[], options: KubeClientOptions = {}) {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const answer = answers[Math.min(seen.length, answers.length - 1)] ?? {};
      seen.push({
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(parts).toString('utf8'),
      });
      if (answer.hangUp) return request.socket.destroy();
      response.writeHead(answer.code ?? 200, { 'content-type': 'application/json', ...answer.headers });
      for (const chunk of answer.chunks ?? []) response.write(chunk);
      return response.end(answer.chunks ? undefined : JSON.stringify(answer.body ?? {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = await createKubeClient({
    server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: 'secret',
    userAgent: 'test/1',
    timers: instantTimers(),
    ...options,
  });
  return { client, seen, server, close: () => shut(client, server) };
}

/** Real clock, but nobody waits. */
export function instantTimers() {
  return {
    now: Date.now,
    random: () => 0.5,
    after: (_delay: number, run: () => void) => {
      const timer = setImmediate(run);
      return () => clearImmediate(timer);
    },
  };
}

async function shut(client: KubeClient, server: Server): Promise<void> {
  await client.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
