// One transfer of bench/artifacts.bench.mjs, in a process of its own: prints its seconds and its peak memory in MiB.
import { createReadStream, createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { loadArtifact, saveArtifact } from '@argosy/artifacts';

const [what, side, folder, endpoint] = process.argv.slice(2);
const Bucket = 'bench';
const large = path.join(folder, 'large');
const small = path.join(folder, 'small');
const target = path.join(folder, 'target');
await fs.rm(target, { recursive: true, force: true });

const secrets = async ({ key }) => ({ access: 'argosy-access', secret: 'argosy-secret' })[key];
const artifact = (key, archive = { none: {} }) => ({
  name: 'a',
  archive,
  s3: {
    endpoint,
    insecure: true,
    bucket: Bucket,
    key,
    accessKeySecret: { name: 's', key: 'access' },
    secretKeySecret: { name: 's', key: 'secret' },
  },
});

const ours = {
  prepare: () => client().send(new CreateBucketCommand({ Bucket })),
  'upload-file': () => saveArtifact(artifact('large'), large, { secrets }),
  'download-file': () => loadArtifact(artifact('large'), target, { secrets }),
  'upload-folder': () => saveArtifact(artifact('small'), small, { secrets }),
  'download-folder': () => loadArtifact(artifact('small'), target, { secrets }),
  'upload-tar': () => saveArtifact(artifact('tar', { tar: { compressionLevel: 0 } }), large, { secrets }),
  'download-tar': () => loadArtifact(artifact('tar', { tar: {} }), target, { secrets }),
};

const direct = {
  'upload-file': uploadFile,
  'download-file': async () => {
    const { Body } = await client().send(new GetObjectCommand({ Bucket, Key: 'large' }));
    await pipeline(Body, createWriteStream(target));
  },
  'upload-folder': async () => {
    const s3 = client();
    const entries = await fs.readdir(small, { recursive: true, withFileTypes: true });
    await inParallel(
      entries.filter((entry) => entry.isFile()),
      async (entry) => {
        const file = path.join(entry.parentPath, entry.name);
        await s3.send(new PutObjectCommand({ Bucket, Key: `small/${path.relative(small, file)}`, Body: await fs.readFile(file) }));
      },
    );
  },
  'download-folder': downloadFolder,
};

const startedAt = performance.now();
await { ours, direct }[side][what]();
const seconds = (performance.now() - startedAt) / 1000;
console.log(JSON.stringify({ seconds, rss: Math.round(process.resourceUsage().maxRSS / 1024) }));
process.exit(0);

function client() {
  return new S3Client({
    endpoint: `http://${endpoint}`,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'argosy-access', secretAccessKey: 'argosy-secret' },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
}

async function uploadFile() {
  const s3 = client();
  const object = { Bucket, Key: 'large' };
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(object));
  const { size } = await fs.stat(large);
  const partSize = 5 * 2 ** 20;
  const numbers = Array.from({ length: Math.ceil(size / partSize) }, (_, index) => index + 1);
  const Parts = [];
  await inParallel(
    numbers,
    async (PartNumber) => {
      const start = (PartNumber - 1) * partSize;
      const chunks = [];
      for await (const chunk of createReadStream(large, { start, end: Math.min(size, start + partSize) - 1, highWaterMark: 2 ** 20 }))
        chunks.push(chunk);
      const { ETag } = await s3.send(new UploadPartCommand({ ...object, UploadId, PartNumber, Body: Buffer.concat(chunks) }));
      Parts[PartNumber - 1] = { PartNumber, ETag };
    },
    4,
  );
  await s3.send(new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload: { Parts } }));
}

async function downloadFolder() {
  const s3 = client();
  let ContinuationToken;
  do {
    const page = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'small/', ContinuationToken }));
    await inParallel(page.Contents ?? [], async ({ Key }) => {
      const file = path.join(target, Key.slice('small/'.length));
      await fs.mkdir(path.dirname(file), { recursive: true });
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      await pipeline(Body, createWriteStream(file));
    });
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken);
}

async function inParallel(items, work, concurrency = 24) {
  const queue = items.values();
  const one = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: concurrency }, one));
}
