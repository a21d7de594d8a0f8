import { isJsonObject, type JsonObject } from '../../store/object.ts';
import { unsupportedMediaType } from '../status-error.ts';
import { type Field, fieldsOfMessage } from './messages.ts';

const magic = Buffer.from('k8s\0');

/** Reads an object sent as `application/vnd.kubernetes.protobuf`; kinds that clients send as JSON only are refused. */
export function decodeProtobuf(body: Buffer): JsonObject {
  if (!body.subarray(0, 4).equals(magic)) throw unsupportedMediaType('application/json, application/yaml');
  const envelope = decodeMessage('Unknown', body.subarray(4));
  const { apiVersion, kind } = (envelope['typeMeta'] ?? {}) as { readonly apiVersion?: string; readonly kind?: string };
  if (!kind || !fieldsOfMessage(kind))
    throw unsupportedMediaType(`application/json, application/yaml (${kind ?? 'this kind'} is not read as protobuf)`);
  const object = decodeMessage(kind, Buffer.from(String(envelope['raw'] ?? ''), 'base64'));
  return { kind, apiVersion, ...object };
}

/** A cursor over the bytes of one message. */
interface Reader {
  readonly bytes: Buffer;
  offset: number;
}

function decodeMessage(name: string, bytes: Buffer): JsonObject {
  const fields = fieldsOfMessage(name);
  const reader: Reader = { bytes, offset: 0 };
  const message: JsonObject = {};
  while (reader.offset < bytes.length) {
    const tag = readVarint(reader);
    const value = readValue(reader, tag & 7);
    const field = fields?.get(tag >>> 3);
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

type Setter = (message: JsonObject, field: Field, value: number | Buffer) => void;

const setters: Readonly<Record<Field['shape'], Setter>> = {
  one: (message, { name, type }, value) => {
    const decoded = decodeValue(type, value);
    if (!isAbsent(decoded) && !(isZero(decoded) && zeroIsAbsent.has(name))) message[name] = decoded;
  },
  list: (message, { name, type }, value) => {
    message[name] = [...((message[name] as unknown[] | undefined) ?? []), decodeValue(type, value)];
  },
  map: (message, { name, type }, value) => {
    const [key, entry] = mapEntry(type, value as Buffer);
    message[name] = { ...(message[name] as JsonObject | undefined), [key]: entry };
  },
  inline: (message, { type }, value) => Object.assign(message, decodeValue(type, value)),
};

const isZero = (value: unknown): boolean => value === 0 || value === false;

/** What Go keeps without a pointer: 0 and false say that nothing was set. */
const zeroIsAbsent: ReadonlySet<string> = new Set(
  (
    'nodePort hostPort healthCheckNodePort generation observedGeneration minReadySeconds initialDelaySeconds timeoutSeconds periodSeconds ' +
    'successThreshold failureThreshold stdin stdinOnce tty hostIPC hostNetwork hostPID publishNotReadyAddresses'
  ).split(' '),
);

function setField(message: JsonObject, field: Field, value: number | Buffer): void {
  setters[field.shape](message, field, value);
}

/** Go writes empty strings and messages where JSON leaves the field out. */
function isAbsent(value: unknown): boolean {
  return value === '' || value === undefined || (isJsonObject(value) && Object.keys(value).length === 0);
}

function decodeValue(type: string, value: number | Buffer): unknown {
  if (type === 'int') return value;
  if (type === 'bool') return value === 1;
  const bytes = value as Buffer;
  if (type === 'string') return bytes.toString();
  if (type === 'bytes') return bytes.toString('base64');
  if (type === 'double') return bytes.readDoubleLE(0);
  const message = decodeMessage(type, bytes);
  return simplified[type] ? simplified[type](message) : message;
}

const time = ({ seconds, nanos }: JsonObject, digits: 3 | 6): string | undefined =>
  seconds === undefined
    ? undefined
    : new Date(Number(seconds) * 1000).toISOString().replace('.000Z', digits === 6 ? `.${micros(nanos)}Z` : 'Z');

const micros = (nanos: unknown): string => String(Math.floor(Number(nanos ?? 0) / 1000)).padStart(6, '0');

/** Messages that are scalars in JSON. */
const simplified: Readonly<Record<string, (message: JsonObject) => unknown>> = {
  Quantity: (message) => message['string'],
  IntOrString: (message) => (message['type'] === 1 ? (message['strVal'] ?? '') : (message['intVal'] ?? 0)),
  Time: (message) => time(message, 3),
  MicroTime: (message) => time(message, 6),
  // Clients do not send what the server keeps account of.
  FieldsV1: () => ({}),
  RawExtension: (message) => JSON.parse(Buffer.from(String(message['raw'] ?? 'e30='), 'base64').toString()) as unknown,
  ExtraValue: (message) => message['items'] ?? [],
};

function mapEntry(type: string, bytes: Buffer): readonly [string, unknown] {
  const reader: Reader = { bytes, offset: 0 };
  let key = '';
  let entry: unknown = type === 'string' || type === 'bytes' ? '' : {};
  while (reader.offset < bytes.length) {
    const tag = readVarint(reader);
    const value = readValue(reader, tag & 7);
    if (tag >>> 3 === 1) key = (value as Buffer).toString();
    else entry = decodeValue(type, value);
  }
  return [key, entry];
}
