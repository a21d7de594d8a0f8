// The endpoints of argo-server and the ids of those that its tests ask, out of their sources.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from './load-definitions.mjs';

export async function loadEndpoints() {
  const folder = fs.mkdtempSync(path.join(root, 'node_modules', '.generate-'));
  const outfile = path.join(folder, 'endpoints.mjs');
  await build({
    stdin: {
      contents: `export { apiEndpoints } from './src/routes/index.ts'; export { endpointCases } from './src/testing/endpoint-cases.ts';`,
      resolveDir: path.join(root, 'apps/argo-server'),
      loader: 'ts',
    },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  });
  const { apiEndpoints, endpointCases } = await import(pathToFileURL(outfile));
  fs.rmSync(folder, { recursive: true });
  return { endpoints: apiEndpoints({}), tested: new Set(endpointCases.map(({ id }) => id)) };
}
