import type { Endpoint } from '../api/endpoint.ts';
import type { Services } from '../services/services.ts';
import { archiveRoutes } from './archive.ts';
import { argoEventsRoutes } from './argo-events.ts';
import { definitionRoutes } from './definitions.ts';
import { eventRoutes } from './events.ts';
import { infoRoutes } from './info.ts';
import { logRoutes } from './logs.ts';
import { syncRoutes } from './sync.ts';
import { workflowActionRoutes } from './workflow-actions.ts';
import { workflowEventRoutes } from './workflow-events.ts';
import { workflowRoutes } from './workflows.ts';

/** Every endpoint of the API (acceptance 8.3). */
export function apiEndpoints(services: Services): readonly Endpoint[] {
  return [
    ...workflowRoutes(services),
    ...workflowActionRoutes(services),
    ...logRoutes(services),
    ...workflowEventRoutes(services),
    ...definitionRoutes(services),
    ...archiveRoutes(services),
    ...eventRoutes(services),
    ...argoEventsRoutes(services),
    ...infoRoutes(services),
    ...syncRoutes(services),
  ];
}
