#!/usr/bin/env node
// Writes values.schema.json of the chart from its values.yaml: every name with the type of its default, and no others.
import fs from 'node:fs';
import path from 'node:path';
import yaml from 'yaml';
import { write } from './api/load-definitions.mjs';

const folder = 'charts/argosy';
const root = path.resolve(import.meta.dirname, '..');
const values = yaml.parse(fs.readFileSync(path.join(root, folder, 'values.yaml'), 'utf8'));

const levels = { enum: ['debug', 'info', 'warn', 'error'] };
const formats = { enum: ['text', 'json'] };
const pullPolicy = { enum: ['', 'Always', 'IfNotPresent', 'Never'] };
const amount = { type: ['integer', 'string', 'null'], minimum: 0, pattern: '^[0-9]*$' };
const count = { type: 'integer', minimum: 0 };
/** Where the default does not say all. `*` stands for one name. */
const exceptions = {
  'images.pullPolicy': pullPolicy,
  'executor.image.pullPolicy': pullPolicy,
  'mainContainer.imagePullPolicy': pullPolicy,
  'workflow.serviceAccount.name': { type: 'string', minLength: 1 },
  'workflow.namespace': { type: ['string', 'null'] },
  'controller.workflowNamespaces': { type: 'array', items: { type: 'string' }, minItems: 1 },
  'controller.parallelism': amount,
  'controller.namespaceParallelism': amount,
  'controller.podGCGracePeriodSeconds': amount,
  'controller.initialDelay': { type: ['string', 'null'] },
  'emissary.images': { type: ['array', 'object'] },
  '*.logging.level': levels,
  '*.logging.format': formats,
  '*.replicas': count,
  '*.serviceType': { enum: ['ClusterIP', 'NodePort', 'LoadBalancer'] },
  '*.pdb': open({
    enabled: { type: 'boolean' },
    minAvailable: { type: ['integer', 'string'] },
    maxUnavailable: { type: ['integer', 'string'] },
  }),
  '*.livenessProbe': { type: 'object' },
  '*.podSecurityContext': { type: 'object' },
  '*.securityContext': { type: 'object' },
  '*.nodeSelector': { type: 'object' },
  'controller.grafanaDashboard.labels': { type: 'object' },
  'server.tmpVolume': { type: 'object' },
  'server.authMode': { enum: ['', 'server', 'client', 'sso'] },
  'server.authModes': { type: 'array', items: { enum: ['server', 'client', 'sso', 'hybrid'] } },
  'server.ingress.pathType': { enum: ['Exact', 'Prefix', 'ImplementationSpecific'] },
  'artifactRepository.s3': { type: 'object' },
  // Helm asks every level for these.
  global: {},
};

const schema = { $schema: 'https://json-schema.org/draft-07/schema#', ...schemaOf(values, []) };
schema.properties.global = { type: 'object' };
write(`${folder}/values.schema.json`, `${JSON.stringify(schema, undefined, 2)}\n`);

function schemaOf(value, place) {
  const exception = exceptions[place.join('.')] ?? (place.length > 1 && exceptions[['*', ...place.slice(1)].join('.')]);
  if (exception) return exception;
  if (value === null) return {};
  if (Array.isArray(value)) return { type: 'array' };
  switch (typeof value) {
    case 'boolean':
      return { type: 'boolean' };
    case 'number':
      return { type: ['integer', 'null'] };
    case 'string':
      return { type: ['string', 'null'] };
    default:
      return Object.keys(value).length === 0 ? { type: ['object', 'null'] } : fieldsOf(value, place);
  }
}

function fieldsOf(value, place) {
  const properties = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, schemaOf(inner, [...place, name])]));
  return { type: 'object', properties, additionalProperties: false };
}

function open(properties) {
  return { type: 'object', properties };
}
