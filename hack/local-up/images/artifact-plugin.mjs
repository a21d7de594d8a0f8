// A plugin for artifacts that keeps them in S3: what `artifactDrivers` of a cluster under test names. Its configuration is the location of an s3
// artifact without its key, as YAML; secrets are read from the API server with the token of the pod.
//   artifact-plugin SOCKET
import fs from 'node:fs';
import https from 'node:https';
import { text } from 'node:stream/consumers';
import { parse } from 'yaml';
import { servePlugin } from '../../../libs/artifacts/src/testing/plugin/plugin-server.ts';

const account = '/var/run/secrets/kubernetes.io/serviceaccount';
const [socket] = process.argv.slice(2);

await servePlugin({
  socket,
  streams: true,
  locate: ({ key, configuration }) => ({ s3: { ...parse(configuration), key } }),
  options: { secrets: readSecret },
});
process.once('SIGTERM', () => process.exit(0));

async function readSecret({ name, key }) {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = process.env;
  const namespace = fs.readFileSync(`${account}/namespace`, 'utf8');
  const response = await new Promise((resolve, reject) => {
    const options = {
      host,
      port,
      path: `/api/v1/namespaces/${namespace}/secrets/${name}`,
      headers: { authorization: `Bearer ${fs.readFileSync(`${account}/token`, 'utf8')}` },
      ca: fs.readFileSync(`${account}/ca.crt`),
    };
    https.get(options, resolve).once('error', reject);
  });
  const answer = JSON.parse(await text(response));
  if (response.statusCode !== 200) throw new Error(answer.message);
  return Buffer.from(answer.data[key], 'base64').toString();
}
