import type { Resource } from '../resource.ts';
import { coreKinds } from './core.ts';
import { customResourceDefinitions } from './custom-resource-definitions.ts';
import { eventKinds } from './events.ts';
import { groupKinds } from './groups.ts';
import { pods } from './pods.ts';

/** Every resource that is served without a CustomResourceDefinition. */
export const builtInResources: readonly Resource[] = [pods, ...coreKinds, ...eventKinds, ...groupKinds, customResourceDefinitions];
