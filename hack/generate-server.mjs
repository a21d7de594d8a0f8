#!/usr/bin/env node
// From the table of endpoints of argo-server: the reference of the REST API, with the row of behaviours that each belongs to and the test that covers it.
import { write } from './api/load-definitions.mjs';
import { loadEndpoints } from './api/load-endpoints.mjs';

const { endpoints, tested } = await loadEndpoints();
const untested = endpoints.filter(({ id }) => !tested.has(id));
if (untested.length > 0) throw new Error(`no test of ${untested.map(({ id }) => id).join(', ')}`);

const rows = endpoints.map(({ id, method, path: address, acceptance, kind, query = [] }) => {
  const names = query.map(({ name }) => name).filter((name) => !/^(list|delete|get|log)Options\./.test(name));
  const groups = [...new Set(query.map(({ name }) => /^(list|delete|get|log)Options/.exec(name)?.[0]).filter(Boolean))].map(
    (name) => `${name}.*`,
  );
  const asked = [...groups, ...names].map((name) => `\`${name}\``).join(' ');
  return `| ${method} | \`${address}\` | ${asked} | ${kind === 'stream' ? 'stream' : ''} | ${acceptance} | \`${id}\` |`;
});

write(
  'docs/reference/rest-api.md',
  `<!-- Made by hack/generate-server.mjs from apps/argo-server/src/routes. Do not edit. -->
# REST API

${endpoints.length} endpoints. Each is tested over HTTP against the embedded API server: with rights, without a token, with an unknown token, with a token without rights, with a forged session and with a
session without an account (\`apps/argo-server/src/endpoints.test.ts\`, \`apps/argo-server/src/auth/sso/sso.test.ts\`).

| method | path | query | | behaviour | operation, and name of the test |
|---|---|---|---|---|---|
${rows.join('\n')}

Outside of the table: \`/artifacts\`, \`/input-artifacts\`, \`/artifacts-by-uid\`, \`/input-artifacts-by-uid\`, \`/artifact-files\`, \`/upload-artifacts\` (8-047 to 8-050); \`/oauth2/redirect\`, \`/oauth2/callback\`,
\`/oauth2/logout\` (8-014); \`/assets/openapi-spec/swagger.json\`, \`/assets/jsonschema/schema.json\`, \`/healthz\`, \`/metrics\` (8-006); everything else is the UI (8-005).
`,
);
