import fs from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import {
  type sendUnaryData,
  Server,
  ServerCredentials,
  type ServerReadableStream,
  type ServerUnaryCall,
  type ServerWritableStream,
} from '@grpc/grpc-js';
import type { ArtifactDriver, DriverOptions, LocatedArtifact } from '../../driver.ts';
import { artifactService } from '../../drivers/plugin/service.ts';
import { driverFor } from '../../registry.ts';

/** The part of an artifact that a plugin is told of its own place. */
export interface PluginPlace {
  readonly key: string;
  readonly configuration: string;
}

export interface PluginServer {
  readonly socket: string;
  /** Where an artifact of the plugin really is: a location of one of our own drivers. */
  readonly locate: (place: PluginPlace) => Omit<LocatedArtifact, 'name'>;
  readonly options: DriverOptions;
  /** It takes contents as streams; plugins of earlier versions do not. */
  readonly streams: boolean;
}

type Message = Readonly<Record<string, unknown>>;
type Done = sendUnaryData<object>;

/** An artifact plugin that keeps what it is given by one of our own drivers. */
export async function servePlugin({ socket, locate, options, streams }: PluginServer): Promise<{ close(): void }> {
  const reach = async (message: unknown): Promise<readonly [ArtifactDriver, LocatedArtifact]> => {
    const { plugin } = message as { readonly plugin: PluginPlace };
    const artifact = { name: plugin.key, ...locate(plugin) };
    return [await driverFor(artifact, options), artifact];
  };
  const server = new Server();
  server.addService(await artifactService(), {
    Load: answering(async ({ input_artifact: message, path: target }) => {
      const [driver, artifact] = await reach(message);
      await driver.load(artifact, String(target));
    }),
    Save: answering(async ({ output_artifact: message, path: source }) => {
      const [driver, artifact] = await reach(message);
      await driver.save(String(source), artifact);
    }),
    Delete: answering(async ({ artifact: message }) => {
      const [driver, artifact] = await reach(message);
      await driver.delete(artifact);
    }),
    ListObjects: answering(async ({ artifact: message }) => {
      const [driver, artifact] = await reach(message);
      return { objects: await driver.list(artifact) };
    }),
    IsDirectory: answering(async ({ artifact: message }) => {
      const [driver, artifact] = await reach(message);
      return { is_directory: await driver.isDirectory(artifact) };
    }),
    OpenStream: (call: ServerWritableStream<{ readonly artifact: unknown }, object>) => void openStream(call, reach),
    SaveStream: (call: ServerReadableStream<SaveFrame, object>, done: Done) => void answerTo(saveStream(call, reach), done),
    GetCapabilities: answering(async () => ({ supports_save_stream: streams })),
  });
  await fs.mkdir(path.dirname(socket), { recursive: true });
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`unix://${socket}`, ServerCredentials.createInsecure(), (error) => (error ? reject(error) : resolve()));
  });
  return { close: () => server.forceShutdown() };
}

type Reach = (message: unknown) => Promise<readonly [ArtifactDriver, LocatedArtifact]>;

function answering(work: (request: Message) => Promise<object | void>) {
  return (call: ServerUnaryCall<Message, object>, done: Done): void => void answerTo(work(call.request), done);
}

/** Plugins tell of failures in their answers. */
async function answerTo(working: Promise<object | void>, done: Done): Promise<void> {
  try {
    done(null, { success: true, ...(await working) });
  } catch (error) {
    done(null, { success: false, error: toldBy(error) });
  }
}

function toldBy(error: unknown): string {
  const { code, message } = error as Error & { readonly code?: string };
  return code === 'ARTIFACT_NOT_FOUND' ? `not found: ${message}` : message;
}

async function openStream(call: ServerWritableStream<{ readonly artifact: unknown }, object>, reach: Reach): Promise<void> {
  try {
    const [driver, artifact] = await reach(call.request.artifact);
    for await (const data of await driver.openStream(artifact)) call.write({ data });
    call.write({ is_end: true });
  } catch (error) {
    call.write({ error: toldBy(error) });
  }
  call.end();
}

interface SaveFrame {
  readonly output_artifact?: unknown;
  readonly chunk: Uint8Array;
}

/** The first frame says where, those after it what. */
async function saveStream(call: AsyncIterable<SaveFrame>, reach: Reach): Promise<void> {
  const frames = call[Symbol.asyncIterator]();
  const { value: first } = (await frames.next()) as IteratorResult<SaveFrame, undefined>;
  const [driver, artifact] = await reach(first?.output_artifact);
  const rest = async function* (): AsyncGenerator<Uint8Array> {
    if (first?.chunk.length) yield first.chunk;
    for (let next = await frames.next(); !next.done; next = await frames.next()) yield next.value.chunk;
  };
  await driver.saveStream(Readable.from(rest(), { objectMode: false }), artifact);
}
