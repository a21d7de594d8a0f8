import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the server answers to `METHOD path` without its query: JSON, or the lines of a stream. */
export type Answers = Readonly<Record<string, unknown>>;

export interface FakeArgoServer {
  readonly address: string;
  /** `METHOD path?query body`, one for each request. */
  readonly requests: string[];
  readonly tokens: Set<string>;
  stop(): Promise<void>;
}

/** The events of a stream, each as the server would frame it. */
export class Stream {
  readonly events: readonly unknown[];

  constructor(...events: readonly unknown[]) {
    this.events = events;
  }
}

/** An answer with a status of failure. */
export class Refusal {
  readonly status: number;
  readonly body: object;

  constructor(status: number, body: object) {
    this.status = status;
    this.body = body;
  }
}

/** An Argo server that knows a few answers by heart and notes what it is asked. */
export async function startFakeArgoServer(answers: Answers): Promise<FakeArgoServer> {
  const requests: string[] = [];
  const tokens = new Set<string>();
  const server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { method = '', url = '' } = request;
      requests.push([method, decodeURIComponent(url), body].filter(Boolean).join(' '));
      if (request.headers.authorization) tokens.add(request.headers.authorization);
      answer(response, answers[`${method} ${url.replace(/\?.*$/, '')}`]);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    tokens,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function answer(response: http.ServerResponse, known: unknown): void {
  if (known instanceof Stream) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(known.events.map((event) => `data: ${JSON.stringify({ result: event })}\n\n`).join(''));
    return;
  }
  const [status, body] = known instanceof Refusal ? [known.status, known.body] : known === undefined ? [404, NOT_FOUND] : [200, known];
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

const NOT_FOUND = { code: 5, message: 'not found' };
