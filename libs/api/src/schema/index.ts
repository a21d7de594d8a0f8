import { artifactRepositoryDefinitions } from './artifact-repositories.ts';
import { artifactStoreDefinitions } from './artifact-stores.ts';
import { artifactDefinitions } from './artifacts.ts';
import { callDefinitions } from './calls.ts';
import { objectDefinitions } from './kinds.ts';
import { kubernetesDefinitions } from './kubernetes.ts';
import { lifecycleDefinitions } from './lifecycle.ts';
import { parameterDefinitions } from './parameters.ts';
import type { Definitions } from './shorthand.ts';
import { statusDefinitions } from './status.ts';
import { templateDefinitions } from './templates.ts';
import { workflowSpecDefinitions } from './workflow-spec.ts';

/** Every type of the API by name: the one source of types, CRDs, JSON Schemas, shapes and the reference of fields. */
export const definitions: Definitions = {
  ...objectDefinitions,
  ...workflowSpecDefinitions,
  ...templateDefinitions,
  ...callDefinitions,
  ...parameterDefinitions,
  ...artifactDefinitions,
  ...artifactStoreDefinitions,
  ...artifactRepositoryDefinitions,
  ...lifecycleDefinitions,
  ...statusDefinitions,
  ...kubernetesDefinitions,
};

export { type KindDefinition, kindDefinitions } from './kinds.ts';
export type { CelRule, Definitions } from './shorthand.ts';
