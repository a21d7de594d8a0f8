// A list of what an image holds, in SPDX 2.3.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** The Debian packages, node, and the npm packages that our bundles are made from (of all commands: bundling leaves out what is not used). */
export function billOfMaterials({ name, version, packages, nodeVersion, root }) {
  const lock = JSON.parse(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const bundled = Object.entries(lock.packages)
    .filter(([place, { dev, link }]) => place.includes('node_modules/') && !dev && !link)
    .map(([place, { version: of, license }]) => ({ name: place.split('node_modules/').at(-1), version: of, license, kind: 'npm' }));
  const parts = [
    ...packages.map((one) => ({ name: one.name, version: one.version, kind: 'deb' })),
    { name: 'node', version: nodeVersion, license: 'MIT', kind: 'npm' },
    ...bundled,
  ];
  const document = {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: `${name}-${version}`,
    documentNamespace: `urn:argosy:${name}:${createHash('sha256').update(JSON.stringify(parts)).digest('hex')}`,
    creationInfo: { created: '1970-01-01T00:00:00Z', creators: ['Tool: argosy-images'] },
    packages: parts.map((part, index) => ({
      SPDXID: `SPDXRef-${index}`,
      name: part.name,
      versionInfo: part.version,
      downloadLocation: 'NOASSERTION',
      licenseDeclared: part.license ?? 'NOASSERTION',
      externalRefs: [{ referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl(part) }],
    })),
  };
  return `${JSON.stringify(document, undefined, 1)}\n`;
}

function purl({ kind, name, version }) {
  return `pkg:${kind === 'deb' ? 'deb/debian' : 'npm'}/${name.replace('@', '%40')}@${version}`;
}
