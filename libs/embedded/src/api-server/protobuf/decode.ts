import { isJsonObject, type JsonObject } from '../../store/object.ts';
import { unsupportedMediaType } from '../status-error.ts';
import { type Field, type FieldType, type MessageName, messages } from './messages.ts';

const magic = Buffer.from('k8s\0');

/** Reads an object sent as `application/vnd.kubernetes.protobuf`; kinds that clients send as JSON only are refused. */
export function decodeProtobuf(body: Buffer): JsonObject {
  if (!body.subarray(0, 4).equals(magic)) throw unsupportedMediaType('application/json, application/yaml');
  const envelope = decodeMessage('Unknown', body.subarray(4));
  const { apiVersion, kind } = (envelope['typeMeta'] ?? {}) as { readonly apiVersion?: string; readonly kind?: string };
  if (!kind || !Object.hasOwn(messages, kind))
    throw unsupportedMediaType(`application/json, application/yaml (${kind ?? 'this kind'} is not read as protobuf)`);
  const object = decodeMessage(kind, Buffer.from(String(envelope['raw'] ?? ''), 'base64'));
  return { kind, apiVersion, ...object };
}

/** A cursor over the bytes of one message. */
interface Reader {
  readonly bytes: Buffer;
  offset: number;
}

function decodeMessage(name: MessageName, bytes: Buffer): JsonObject {
  const fields = messages[name] ?? {};
  const reader: Reader = { bytes, offset: 0 };
  const message: JsonObject = {};
  while (reader.offset < bytes.length) {
    const tag = readVarint(reader);
    const value = readValue(reader, tag & 7);
    const field = fields[tag >>> 3];
    if (field) setField(message, field, value);
  }
  return message;
}

/** A number, or the bytes of a length-delimited value. */
function readValue(reader: Reader, wireType: number): number | Buffer {
  if (wireType === 0) return readVarint(reader);
  const length = wireType === 2 ? readVarint(reader) : wireType === 1 ? 8 : 4;
  const value = reader.bytes.subarray(reader.offset, reader.offset + length);
  reader.offset += length;
  return value;
}

/** Numbers above 2^53 do not occur in what is read here; negative ones take ten bytes. */
function readVarint(reader: Reader): number {
  let value = 0n;
  for (let shift = 0n; ; shift += 7n) {
    const byte = reader.bytes[reader.offset++] ?? 0;
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return Number(BigInt.asIntN(64, value));
  }
}

function setField(message: JsonObject, field: Field, value: number | Buffer): void {
  const { name, type, repeated } = field;
  if (typeof type === 'object' && 'map' in type) {
    const [key, entry] = mapEntry(type.map, value as Buffer);
    message[name] = { ...(message[name] as JsonObject | undefined), [key]: entry };
    return;
  }
  const decoded = decodeValue(type, value);
  if (repeated) message[name] = [...((message[name] as unknown[] | undefined) ?? []), decoded];
  else if (!isAbsent(decoded)) message[name] = decoded;
}

/** Go writes empty strings and messages where JSON leaves the field out. */
function isAbsent(value: unknown): boolean {
  return value === '' || (isJsonObject(value) && Object.keys(value).length === 0);
}

function decodeValue(type: FieldType, value: number | Buffer): unknown {
  if (type === 'int') return value;
  if (type === 'bool') return value === 1;
  const bytes = value as Buffer;
  if (type === 'string') return bytes.toString();
  if (type === 'bytes') return bytes.toString('base64');
  return 'message' in type ? simplify(type.message, decodeMessage(type.message, bytes)) : {};
}

/** Messages that are scalars in JSON. */
function simplify(name: MessageName, message: JsonObject): unknown {
  if (name === 'Quantity') return message['string'];
  if (name === 'IntOrString') return message['type'] === 1 ? (message['strVal'] ?? '') : (message['intVal'] ?? 0);
  return message;
}

function mapEntry(type: Extract<FieldType, { readonly map: unknown }>['map'], bytes: Buffer): readonly [string, unknown] {
  const reader: Reader = { bytes, offset: 0 };
  let key = '';
  let entry: unknown = typeof type === 'object' ? {} : '';
  while (reader.offset < bytes.length) {
    const tag = readVarint(reader);
    const value = readValue(reader, tag & 7);
    if (tag >>> 3 === 1) key = (value as Buffer).toString();
    else entry = decodeValue(type, value);
  }
  return [key, entry];
}
