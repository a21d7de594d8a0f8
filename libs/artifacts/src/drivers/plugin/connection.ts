import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client, ServiceError } from '@grpc/grpc-js';
import { type ArtifactErrorCode, artifactError } from '../../driver.ts';
import { isNoneOfTheStore } from '../status-codes.ts';
import { artifactService } from './service.ts';

type Message = Readonly<Record<string, unknown>>;

/** A plugin that answers. Failures it tells of are thrown. */
export interface PluginConnection {
  readonly name: string;
  readonly socket: string;
  ask(method: string, request: object): Promise<Message>;
  receive(method: string, request: object): AsyncIterable<Uint8Array>;
  send(method: string, first: object, content: Readable): Promise<void>;
  takesStreams(): Promise<boolean>;
  close(): void;
}

interface Place {
  readonly name: string;
  readonly socket: string;
  /** Milliseconds that the plugin may take to be there. */
  readonly timeout: number;
}

/** Connects to the socket of a plugin; throws `ARTIFACT_FAILED` where nobody answers in time. */
export async function connectPlugin({ name, socket, timeout }: Place): Promise<PluginConnection> {
  const { Client, credentials } = (await import('@grpc/grpc-js')).default;
  const service = await artifactService();
  const client = new Client(`unix://${socket}`, credentials.createInsecure(), { 'grpc.max_receive_message_length': -1 });
  await ready(client, { name, socket, timeout });
  const methodOf = (method: string) => service[method] as NonNullable<(typeof service)[string]>;
  const ask = (method: string, request: object): Promise<Message> =>
    new Promise((resolve, reject) => {
      const { path, requestSerialize, responseDeserialize } = methodOf(method);
      client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, (error, answer) =>
        error ? reject(error) : resolve(answer as Message),
      );
    }).then((answer) => checked(answer as Message, name));
  return {
    name,
    socket,
    ask,
    async *receive(method, request) {
      const { path, requestSerialize, responseDeserialize } = methodOf(method);
      for await (const part of client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, request)) {
        const { data, is_end: isEnd } = checked(part as Message, name);
        if ((data as Uint8Array).length > 0) yield data as Uint8Array;
        if (isEnd) return;
      }
    },
    send: (method, first, content) =>
      new Promise((resolve, reject) => {
        const { path, requestSerialize, responseDeserialize } = methodOf(method);
        const done = (error: ServiceError | null, answer?: unknown): void => {
          if (error) reject(error);
          else resolve(checked(answer as Message, name));
        };
        const call = client.makeClientStreamRequest(path, requestSerialize, responseDeserialize, done);
        call.write(first);
        pipeline(content, frames, call).catch((error: unknown) => {
          call.cancel();
          reject(error);
        });
      }).then(() => undefined),
    // Plugins of earlier versions do not know the question.
    takesStreams: async () =>
      (await ask('GetCapabilities', {}).catch(() => ({ supports_save_stream: false })))['supports_save_stream'] === true,
    close: () => client.close(),
  };
}

async function* frames(content: AsyncIterable<Uint8Array>): AsyncGenerator<{ readonly chunk: Uint8Array }> {
  for await (const chunk of content) yield { chunk };
}

function ready(client: Client, { name, socket, timeout }: Place): Promise<void> {
  return new Promise((resolve, reject) => {
    client.waitForReady(Date.now() + timeout, (error) => {
      if (!error) return resolve();
      client.close();
      reject(artifactError('ARTIFACT_FAILED', `artifact plugin ${name} does not answer at ${socket} within ${timeout / 1000} s`, error));
    });
  });
}

/** Plugins tell of failures in their answers. */
function checked(answer: Message, name: string): Message {
  const { error, success } = answer as { readonly error?: string; readonly success?: boolean };
  if (!error && success !== false) return answer;
  const code = /not found|no such|does not exist/i.test(error ?? '') ? 'ARTIFACT_NOT_FOUND' : 'ARTIFACT_FAILED';
  throw artifactError(code, `artifact plugin ${name}: ${error || 'it failed without saying why'}`);
}

/** What the codes of gRPC mean for an artifact. */
const statuses: Readonly<Record<number, ArtifactErrorCode>> = {
  3: 'ARTIFACT_INVALID',
  5: 'ARTIFACT_NOT_FOUND',
  7: 'ARTIFACT_DENIED',
  12: 'ARTIFACT_UNSUPPORTED',
  16: 'ARTIFACT_DENIED',
};

/** The error of a call as one of ours. */
export function asPluginError(error: unknown, name: string): unknown {
  if (isNoneOfTheStore(error)) return error;
  const { code, details } = (error ?? {}) as { readonly code?: number; readonly details?: string };
  if (typeof code !== 'number') return error;
  return artifactError(statuses[code] ?? 'ARTIFACT_FAILED', `artifact plugin ${name}: ${details ?? String(error)}`, error);
}
