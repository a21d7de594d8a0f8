import type { IncomingMessage } from 'node:http';
import { parseDocument } from 'yaml';
import { isJsonObject, type JsonObject } from '../store/object.ts';
import { decodeProtobuf } from './protobuf/decode.ts';
import { badRequest, requestTooLarge, unsupportedMediaType } from './status-error.ts';

export const bodyLimit = 3 << 20;

/** Reads the whole body; more than 3 MiB is refused as a real API server does. */
export async function readBody(message: IncomingMessage): Promise<Buffer> {
  if (Number(message.headers['content-length'] ?? 0) > bodyLimit) throw requestTooLarge(bodyLimit);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > bodyLimit) throw requestTooLarge(bodyLimit);
    chunks.push(chunk);
  }
  const [first] = chunks;
  return chunks.length === 1 && first ? first : Buffer.concat(chunks);
}

/** The media type of the body without its parameters; JSON where the client did not say. */
export function mediaTypeOf(message: IncomingMessage): string {
  const type = message.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  return type || 'application/json';
}

/** Parses an object sent as JSON or YAML. */
export function parseObject(body: Buffer, mediaType: string): JsonObject {
  const value = parseValue(body, mediaType);
  if (!isJsonObject(value)) throw badRequest("Object 'Kind' is missing in the body: it is no object");
  return value;
}

/** Parses a patch or an object; other media types are refused with 415. */
export function parseValue(body: Buffer, mediaType: string): unknown {
  if (mediaType.endsWith('json')) return parseJson(body.toString());
  if (mediaType === 'application/yaml' || mediaType === 'application/apply-patch+yaml') return parseYamlOrJson(body.toString());
  if (mediaType === 'application/vnd.kubernetes.protobuf') return decodeProtobuf(body);
  throw unsupportedMediaType('application/json, application/yaml');
}

function parseYamlOrJson(text: string): unknown {
  if (text.trimStart().startsWith('{')) return parseJson(text);
  const document = parseDocument(text, { merge: true });
  const [error] = document.errors;
  if (error) throw badRequest(`error decoding YAML: ${error.message}`);
  return document.toJS() as unknown;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw badRequest(`couldn't get version/kind; json parse error: ${error instanceof Error ? error.message : String(error)}`);
  }
}
