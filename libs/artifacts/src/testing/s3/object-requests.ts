import { etagOf, type S3Answer, type S3Request, type S3Store, s3Error, type StoredObject } from './protocol.ts';

type Objects = Map<string, StoredObject>;

/** Requests about one object: put, get, look, remove, and uploads in parts. */
export function answerObject(store: S3Store, request: S3Request): S3Answer {
  const objects = store.buckets.get(request.bucket);
  if (!objects) return s3Error(404, 'NoSuchBucket');
  const { method, query, key, body } = request;
  if (query.has('uploads') || query.has('uploadId')) return answerUpload(store, objects, request);
  if (method === 'PUT') {
    objects.set(key, { content: body, encryption: encryptionOf(request) });
    return { status: 200, headers: { etag: etagOf(body) } };
  }
  if (method === 'DELETE') {
    objects.delete(key);
    return { status: 204 };
  }
  return method === 'GET' || method === 'HEAD' ? read(objects, request) : s3Error(501, 'NotImplemented');
}

function read(objects: Objects, { key, headers }: S3Request): S3Answer {
  const found = objects.get(key);
  if (!found) return s3Error(404, 'NoSuchKey');
  const wanted = found.encryption['x-amz-server-side-encryption-customer-key-md5'];
  if (wanted !== headers['x-amz-server-side-encryption-customer-key-md5']) return s3Error(wanted ? 400 : 403, 'InvalidRequest');
  const etag = etagOf(found.content);
  if (headers['if-match'] && headers['if-match'] !== etag) return s3Error(412, 'PreconditionFailed');
  const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
  return { status: from > 0 ? 206 : 200, headers: { etag }, body: found.content.subarray(from) };
}

function answerUpload(store: S3Store, objects: Objects, request: S3Request): S3Answer {
  const { method, query, body, key } = request;
  if (query.has('uploads')) {
    const id = `upload-${store.uploads.size + 1}`;
    store.uploads.set(id, new Map());
    return xml(`<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`);
  }
  const id = query.get('uploadId') ?? '';
  const parts = store.uploads.get(id);
  if (!parts) return s3Error(404, 'NoSuchUpload');
  if (method === 'PUT') {
    parts.set(Number(query.get('partNumber')), body);
    return { status: 200, headers: { etag: etagOf(body) } };
  }
  store.uploads.delete(id);
  if (method === 'DELETE') return { status: 204 };
  const named = [...body.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber>/g)].map(([, number]) => parts.get(Number(number)));
  if (named.some((part, index) => !part || (index < named.length - 1 && part.length < 5 * 2 ** 20))) return s3Error(400, 'InvalidPart');
  objects.set(key, { content: Buffer.concat(named as Buffer[]), encryption: {} });
  return xml('<CompleteMultipartUploadResult><ETag>"multipart"</ETag></CompleteMultipartUploadResult>');
}

function xml(text: string): S3Answer {
  return { status: 200, body: `<?xml version="1.0"?>${text}` };
}

function encryptionOf({ headers }: S3Request): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.startsWith('x-amz-server-side-encryption'))
      .map(([name, value]) => [name, String(value)]),
  );
}
