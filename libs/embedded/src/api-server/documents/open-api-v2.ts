import { jsonReply, type Reply } from '../http/reply.ts';

/** Clients ask for `v2@v1.0`, which is no media type by the rules and is not read when it is the answer's. */
const protobufType = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';

/**
 * `/openapi/v2` without definitions: what is there is described in version 3. kubectl still asks for this one, as protobuf, before it sends a
 * `kind: List`, and leaves the checking of what it does not find here to the server.
 */
export function openApiV2(accept: string | undefined, version: string): Reply {
  const info = { title: 'Kubernetes', version };
  if (!accept?.includes('protobuf') || accept.includes('json')) return jsonReply(200, { swagger: '2.0', info, paths: {}, definitions: {} });
  const body = Buffer.concat([
    field(fields.swagger, Buffer.from('2.0')),
    field(fields.info, Buffer.concat([field(fields.title, Buffer.from(info.title)), field(fields.version, Buffer.from(info.version))])),
    field(fields.paths, Buffer.alloc(0)),
  ]);
  return { code: 200, body, contentType: protobufType };
}

/** Numbers of the fields of `openapi.v2.Document` and of its `Info`, as gnostic defines them. */
const fields = { swagger: 1, info: 2, paths: 8, title: 1, version: 2 } as const;

/** A protobuf field of bytes, shorter than 128. */
function field(number: number, content: Buffer): Buffer {
  const lengthDelimited = 2;
  return Buffer.concat([Buffer.from([(number << 3) | lengthDelimited, content.length]), content]);
}
