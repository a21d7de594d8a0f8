import { buildInfo } from '@argosy/program';
import type { Endpoint, Parameter, SchemaRef } from '../api/endpoint.ts';
import type { Definitions, Schema } from './definitions.ts';
import { messages } from './messages.ts';

const ARGO = 'io.argoproj.workflow.v1alpha1.';

/** The API as Swagger 2.0, under the names that clients of Argo are generated from. */
export function swaggerOf(endpoints: readonly Endpoint[], definitions: Definitions): object {
  const names = new Set([...Object.keys(definitions), ...Object.keys(messages)]);
  const paths: Record<string, Record<string, unknown>> = {};
  for (const endpoint of endpoints) (paths[endpoint.path] ??= {})[endpoint.method.toLowerCase()] = operationOf(endpoint, names);
  const all = { ...definitions, ...messages };
  return {
    swagger: '2.0',
    info: {
      title: 'Argo Workflows API',
      description: 'The API of workflows, compatible with Argo Workflows.',
      version: buildInfo().version,
    },
    consumes: ['application/json'],
    produces: ['application/json'],
    schemes: ['http', 'https'],
    securityDefinitions: {
      BearerToken: { description: 'Bearer Token authentication', type: 'apiKey', name: 'authorization', in: 'header' },
    },
    security: [{ BearerToken: [] }],
    paths,
    definitions: Object.fromEntries(
      Object.entries(all).map(([name, schema]) => [ARGO + name, renamed(mayBeCut.has(name) ? withoutRequired(schema) : schema)]),
    ),
  };
}

/** Answers of which `fields` may leave out anything. */
const mayBeCut: ReadonlySet<string> = new Set(['Workflow', 'WorkflowList', 'WorkflowWatchEvent']);

function withoutRequired({ required: _, ...schema }: Schema): Schema {
  return schema;
}

function operationOf(endpoint: Endpoint, names: ReadonlySet<string>): object {
  const answer = refTo(endpoint.answer, names);
  return {
    tags: [endpoint.id.split('_')[0]],
    operationId: endpoint.id,
    parameters: [
      ...[...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', type: 'string', required: true })),
      ...(endpoint.body ? [{ name: 'body', in: 'body', required: true, schema: refTo(endpoint.body, names) }] : []),
      ...(endpoint.query ?? []).map(parameterOf),
    ],
    ...(endpoint.kind === 'stream' && { produces: ['text/event-stream', 'application/json'] }),
    responses: {
      '200': endpoint.kind === 'stream' ? streamAnswer(endpoint, answer) : { description: 'A successful response.', schema: answer },
      default: { description: 'An unexpected error response.', schema: { $ref: `#/definitions/${ARGO}Error` } },
    },
  };
}

function streamAnswer({ answer }: Endpoint, schema: Schema): object {
  const title = `Stream result of ${typeof answer === 'string' ? answer : 'objects'}`;
  return {
    description: 'A successful response.(streaming responses)',
    schema: { type: 'object', title, properties: { result: schema, error: { $ref: `#/definitions/${ARGO}StreamError` } } },
  };
}

const TYPES: Readonly<Record<Parameter['type'], Schema>> = {
  string: { type: 'string' },
  boolean: { type: 'boolean' },
  integer: { type: 'integer', format: 'int64' },
  strings: { type: 'array', items: { type: 'string' }, collectionFormat: 'multi' },
};

function parameterOf({ name, type, about, choices }: Parameter): object {
  return { name, in: 'query', required: false, ...(about && { description: about }), ...TYPES[type], ...(choices && { enum: choices }) };
}

function refTo(ref: SchemaRef, names: ReadonlySet<string>): Schema {
  if (typeof ref !== 'string') return ref;
  return names.has(ref) ? { $ref: `#/definitions/${ARGO}${ref}` } : { type: 'object' };
}

/** Swagger 2.0 has no lists of types and no `$defs`; null is what answers of Go hold for what is empty. */
function renamed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renamed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
    if (key === '$ref' && typeof inner === 'string') return [[key, `#/definitions/${ARGO}${inner.split('/').at(-1) ?? ''}`]];
    if (key === 'type' && Array.isArray(inner)) return [];
    if (key === 'const' || key === 'patternProperties') return [];
    return [[key, renamed(inner)]];
  });
  const { patternProperties } = value as { readonly patternProperties?: Readonly<Record<string, unknown>> };
  const [element] = Object.values(patternProperties ?? {});
  return { ...Object.fromEntries(entries), ...(element !== undefined && { additionalProperties: renamed(element) }) };
}
