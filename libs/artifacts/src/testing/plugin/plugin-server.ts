import fs from 'node:fs/promises';
import path from 'node:path';
import {
  type sendUnaryData,
  Server,
  ServerCredentials,
  type ServerReadableStream,
  type ServerUnaryCall,
  type ServerWritableStream,
} from '@grpc/grpc-js';
import { artifactService } from '../../drivers/plugin/service.ts';

interface ArtifactMessage {
  readonly plugin: { readonly key: string; readonly configuration: string };
}

type Call = ServerUnaryCall<Readonly<Record<string, never>> & { readonly [field: string]: unknown }, object>;
type Done = sendUnaryData<object>;

/** A plugin that keeps artifacts below a folder, on the socket `<sockets>/<name>/socket`. */
export async function startPlugin({
  sockets,
  name,
  store,
  streams,
}: {
  readonly sockets: string;
  readonly name: string;
  readonly store: string;
  readonly streams: boolean;
}): Promise<{ close(): Promise<void> }> {
  const place = (artifact: unknown): string => path.join(store, (artifact as ArtifactMessage).plugin.key);
  const answering =
    (work: (request: Readonly<Record<string, unknown>>) => Promise<object>) =>
    (call: Call, done: Done): void =>
      void answerTo(work(call.request), done);
  const server = new Server();
  server.addService(await artifactService(), {
    Load: answering(async ({ input_artifact: artifact, path: target }) => {
      await fs.cp(place(artifact), String(target), { recursive: true });
      return {};
    }),
    Save: answering(async ({ output_artifact: artifact, path: source }) => {
      await replace(place(artifact), String(source));
      return {};
    }),
    Delete: answering(async ({ artifact }) => {
      await fs.rm(place(artifact), { recursive: true, force: true });
      return {};
    }),
    ListObjects: answering(async ({ artifact }) => ({ objects: await list(store, place(artifact)) })),
    IsDirectory: answering(async ({ artifact }) => ({ is_directory: (await fs.stat(place(artifact))).isDirectory() })),
    OpenStream: (call: ServerWritableStream<{ readonly artifact: unknown }, object>) => void openStream(call, place(call.request.artifact)),
    SaveStream: (call: ServerReadableStream<{ readonly output_artifact?: unknown; readonly chunk: Buffer }, object>, done: Done) =>
      void saveStream(call, place, done),
    GetCapabilities: answering(async () => ({ supports_save_stream: streams })),
  });
  await fs.mkdir(path.join(sockets, name), { recursive: true });
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`unix://${path.join(sockets, name, 'socket')}`, ServerCredentials.createInsecure(), (error) =>
      error ? reject(error) : resolve(),
    );
  });
  return { close: async () => server.forceShutdown() };
}

async function answerTo(working: Promise<object>, done: Done): Promise<void> {
  try {
    done(null, { success: true, ...(await working) });
  } catch (error) {
    done(null, { success: false, error: (error as Error).message.replace('ENOENT: ', '') });
  }
}

async function replace(target: string, source: string): Promise<void> {
  await fs.rm(target, { recursive: true, force: true });
  await fs.mkdir(path.dirname(target), { recursive: true });
  await fs.cp(source, target, { recursive: true });
}

async function list(store: string, at: string): Promise<string[]> {
  if (!(await fs.stat(at)).isDirectory()) return [path.relative(store, at)];
  const entries = await fs.readdir(at, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.relative(store, path.join(entry.parentPath, entry.name)));
}

async function openStream(call: ServerWritableStream<{ readonly artifact: unknown }, object>, file: string): Promise<void> {
  try {
    const content = await fs.readFile(file);
    for (let at = 0; at < content.length; at += 65_536) call.write({ data: content.subarray(at, at + 65_536) });
    call.write({ is_end: true });
  } catch (error) {
    call.write({ error: `not found: ${(error as Error).message}` });
  }
  call.end();
}

async function saveStream(
  call: AsyncIterable<{ readonly output_artifact?: unknown; readonly chunk: Buffer }>,
  place: (artifact: unknown) => string,
  done: Done,
): Promise<void> {
  let target = '';
  const chunks: Buffer[] = [];
  try {
    for await (const { output_artifact: artifact, chunk } of call) {
      if (artifact) target = place(artifact);
      chunks.push(chunk);
    }
    await fs.mkdir(path.dirname(target), { recursive: true });
    await fs.writeFile(target, Buffer.concat(chunks));
    done(null, { success: true });
  } catch (error) {
    done(null, { success: false, error: (error as Error).message });
  }
}
