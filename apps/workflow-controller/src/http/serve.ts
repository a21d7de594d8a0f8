import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from '@argosy/std';

/** The answer to one path. */
export interface Page {
  readonly code: number;
  readonly contentType?: string;
  readonly text: string;
}

export interface ServeOptions {
  /** For logs: `health`, `metrics`. */
  readonly name: string;
  /** 0: any free port. */
  readonly port: number;
  readonly pages: Readonly<Record<string, (query: URLSearchParams) => Page | Promise<Page>>>;
  readonly logger: Logger;
}

/** Serves a few pages. A port that is taken is reported and does not end the program: workflows matter more. Undefined: not serving. */
export async function serve({ name, port, pages, logger }: ServeOptions): Promise<Server | undefined> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    void answer(pages[pathname], searchParams).then(({ code, contentType = 'text/plain; charset=utf-8', text }) => {
      response.writeHead(code, { 'content-type': contentType });
      return response.end(text);
    });
  });
  return new Promise((resolve) => {
    server.once('error', (error) => {
      logger.warn(`no ${name} endpoint: ${error.message}`, { port });
      resolve(undefined);
    });
    server.listen(port, () => {
      logger.info(`${name} endpoint is ready`, { port: (server.address() as AddressInfo).port, paths: Object.keys(pages).join(' ') });
      resolve(server);
    });
  });
}

async function answer(page: ServeOptions['pages'][string] | undefined, query: URLSearchParams): Promise<Page> {
  if (page === undefined) return { code: 404, text: 'not found\n' };
  try {
    return await page(query);
  } catch (error) {
    return { code: 500, text: `${(error as Error).message}\n` };
  }
}
