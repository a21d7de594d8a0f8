import { type S3Answer, type S3Request, type S3Store, s3Error } from './protocol.ts';

/** Requests about a bucket: make, look, list, remove many. */
export function answerBucket(store: S3Store, request: S3Request): S3Answer {
  const { method, bucket, headers, query } = request;
  if (method === 'PUT') {
    if (store.buckets.has(bucket)) return s3Error(409, 'BucketAlreadyOwnedByYou');
    store.buckets.set(bucket, new Map());
    if (headers['x-amz-bucket-object-lock-enabled'] === 'true') store.lockedBuckets.add(bucket);
    return { status: 200 };
  }
  const objects = store.buckets.get(bucket);
  if (!objects) return s3Error(404, 'NoSuchBucket');
  if (method === 'HEAD') return { status: 200 };
  if (method === 'GET' && query.get('list-type') === '2') return list([...objects.keys()], query);
  if (method === 'POST' && query.has('delete')) return removeMany(objects, request);
  return s3Error(501, 'NotImplemented');
}

/** Pages of at most 3 keys, so that tests of a few files turn pages. */
const pageSize = 3;

function list(keys: readonly string[], query: URLSearchParams): S3Answer {
  const after = query.get('continuation-token') ?? '';
  const matching = keys.filter((key) => key.startsWith(query.get('prefix') ?? '') && key > after).toSorted();
  const page = matching.slice(0, Math.min(pageSize, Number(query.get('max-keys') ?? pageSize)));
  const contents = page.map((key) => `<Contents><Key>${escapeXml(key)}</Key></Contents>`).join('');
  const next = page.length < matching.length ? `<NextContinuationToken>${escapeXml(page.at(-1) ?? '')}</NextContinuationToken>` : '';
  return {
    status: 200,
    body: `<?xml version="1.0"?><ListBucketResult><IsTruncated>${next !== ''}</IsTruncated>${contents}${next}</ListBucketResult>`,
  };
}

function removeMany(objects: Map<string, unknown>, { body, headers }: S3Request): S3Answer {
  if (!headers['content-md5'] && !Object.keys(headers).some((name) => name.startsWith('x-amz-checksum-')))
    return s3Error(400, 'InvalidRequest');
  for (const [, key = ''] of body.toString().matchAll(/<Key>([^<]*)<\/Key>/g)) objects.delete(unescapeXml(key));
  return { status: 200, body: '<?xml version="1.0"?><DeleteResult></DeleteResult>' };
}

const entities: readonly (readonly [string, string])[] = [
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
];

function escapeXml(text: string): string {
  return entities.reduce((result, [entity, character]) => result.replaceAll(character, entity), text);
}

function unescapeXml(text: string): string {
  return entities.toReversed().reduce((result, [entity, character]) => result.replaceAll(entity, character), text);
}
