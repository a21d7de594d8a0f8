// Pushes an image by the distribution API of registries.

/** @param reference `host/path/name:tag`; the host is replaced by `registry` (an address with its scheme). */
export async function pushImage({ blobs, manifest }, { registry, reference }) {
  const [, repository, tag] = /^[^/]+\/(.+):([^:/]+)$/.exec(reference) ?? [];
  if (!repository) throw new Error(`${reference} is no name of an image`);
  const base = `${registry}/v2/${repository}`;
  for (const blob of blobs) await pushBlob(base, blob);
  const headers = { 'content-type': manifest.mediaType };
  await expect(await fetch(`${base}/manifests/${tag}`, { method: 'PUT', body: manifest.bytes, headers }), 201);
  console.log(`  pushed to ${registry}/${repository}:${tag}`);
}

async function pushBlob(base, { digest, bytes }) {
  const known = await fetch(`${base}/blobs/${digest}`, { method: 'HEAD' });
  if (known.status === 200) return;
  const begun = await expect(await fetch(`${base}/blobs/uploads/`, { method: 'POST' }), 202);
  const place = new URL(begun.headers.get('location') ?? '', base);
  place.searchParams.set('digest', digest);
  const headers = { 'content-type': 'application/octet-stream' };
  await expect(await fetch(place, { method: 'PUT', body: bytes, headers }), 201);
}

async function expect(response, status) {
  if (response.status !== status) throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
  return response;
}
