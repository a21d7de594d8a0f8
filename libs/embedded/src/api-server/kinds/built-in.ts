import type { Resource } from '../resource.ts';
import { coreKinds } from './core.ts';
import { customResourceDefinitions } from './custom-resource-definitions.ts';
import { eventKinds } from './events.ts';
import { groupKinds } from './groups.ts';
import { networkingKinds } from './networking.ts';
import { pods } from './pods.ts';
import { serviceKinds } from './services.ts';
import { appKinds } from './workloads/apps.ts';
import { batchKinds } from './workloads/jobs.ts';

/** Every resource that is served without a CustomResourceDefinition. */
export const builtInResources: readonly Resource[] = [
  pods,
  ...serviceKinds,
  ...coreKinds,
  ...eventKinds,
  ...appKinds,
  ...batchKinds,
  ...networkingKinds,
  ...groupKinds,
  customResourceDefinitions,
];
