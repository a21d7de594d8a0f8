import type { FastifyInstance } from 'fastify';
import type { Endpoint } from '../api/endpoint.ts';
import { readDefinitions } from './definitions.ts';
import { swaggerOf } from './swagger.ts';

/** The description of the API and the schema of manifests, where Argo has them; open to everybody. */
export function descriptionRoutes(endpoints: readonly Endpoint[], schemaFolder: string): (app: FastifyInstance) => void {
  return (app) => {
    const definitions = readDefinitions(schemaFolder);
    const swagger = JSON.stringify(swaggerOf(endpoints, definitions));
    const schema = JSON.stringify({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      oneOf: kinds.map((kind) => ({ $ref: `#/$defs/${kind}` })),
      $defs: definitions,
    });
    app.get('/assets/openapi-spec/swagger.json', async (_request, reply) => reply.type('application/json').send(swagger));
    app.get('/assets/jsonschema/schema.json', async (_request, reply) => reply.type('application/json').send(schema));
  };
}

const kinds = ['Workflow', 'WorkflowTemplate', 'ClusterWorkflowTemplate', 'CronWorkflow', 'WorkflowEventBinding'] as const;
