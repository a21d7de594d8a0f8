// Layers, image configuration and manifests of the OCI image format, written as an OCI layout (what skopeo, ctr and docker load read).
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const types = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
};

/** The files of a folder as a layer; the same files give the same bytes. */
export function layerOf(folder, comment) {
  // The folder becomes the image's root: a temporary one is its maker's alone, and the image's user could not pass.
  fs.chmodSync(folder, 0o755);
  const args = ['--numeric-owner', '--owner=0', '--group=0', '--sort=name', '--mtime=@0', '--format=gnu', '-C', folder, '-cf', '-', '.'];
  const { status, stdout, stderr } = spawnSync('tar', args, { maxBuffer: 2 ** 31 - 1 });
  if (status !== 0) throw new Error(`tar: ${stderr}`);
  const packed = gzipSync(stdout, { level: 9 });
  return { comment, diffId: digest(stdout), blob: blobOf(packed, types.layer) };
}

/** An image of layers: the blobs it is made of, the manifest's last. */
export function imageOf({ architecture, layers, config, annotations }) {
  const configuration = {
    architecture,
    os: 'linux',
    created: '1970-01-01T00:00:00Z',
    config,
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
    history: layers.map(({ comment }) => ({ created: '1970-01-01T00:00:00Z', created_by: comment })),
  };
  const configBlob = jsonBlob(configuration, types.config);
  const manifest = jsonBlob(
    {
      schemaVersion: 2,
      mediaType: types.manifest,
      config: descriptor(configBlob),
      layers: layers.map(({ blob }) => descriptor(blob)),
      annotations,
    },
    types.manifest,
  );
  return { architecture, blobs: [...layers.map(({ blob }) => blob), configBlob], manifest };
}

/** Writes `<folder>/{oci-layout,index.json,manifest.json,blobs/sha256/…}`; `reference` is the full name with its tag. */
export function writeLayout(folder, images, reference) {
  fs.rmSync(folder, { recursive: true, force: true });
  const blobs = path.join(folder, 'blobs/sha256');
  fs.mkdirSync(blobs, { recursive: true });
  for (const { digest: name, bytes } of images.flatMap((image) => [...image.blobs, image.manifest]))
    fs.writeFileSync(path.join(blobs, name.slice('sha256:'.length)), bytes);
  const manifests = images.map(({ manifest, architecture }) => ({
    ...descriptor(manifest),
    platform: { architecture, os: 'linux' },
    annotations: { 'io.containerd.image.name': reference, 'org.opencontainers.image.ref.name': reference.split(':').at(-1) },
  }));
  fs.writeFileSync(path.join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}\n');
  fs.writeFileSync(path.join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, mediaType: types.index, manifests }));
  fs.writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify([archiveEntry(images, reference)]));
}

/** What `docker load` looks for before Docker 25, which reads no OCI layout: the image for this machine, by the same blobs. */
function archiveEntry(images, reference) {
  const own = process.arch === 'x64' ? 'amd64' : process.arch;
  const image = images.find(({ architecture }) => architecture === own) ?? images[0];
  const paths = image.blobs.map(({ digest: name }) => `blobs/sha256/${name.slice('sha256:'.length)}`);
  return { Config: paths.at(-1), RepoTags: [reference], Layers: paths.slice(0, -1) };
}

function blobOf(bytes, mediaType) {
  return { mediaType, digest: digest(bytes), size: bytes.length, bytes };
}

function jsonBlob(value, mediaType) {
  return blobOf(Buffer.from(JSON.stringify(value)), mediaType);
}

function descriptor({ mediaType, digest: name, size }) {
  return { mediaType, digest: name, size };
}

function digest(bytes) {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
