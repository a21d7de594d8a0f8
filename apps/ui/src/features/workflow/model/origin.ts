import type { Workflow } from '@argosy/api';
import { routePath } from '../../../app/route-table.ts';

/** What made a workflow, and the label that all it made have. */
export interface Origin {
  readonly name: string;
  readonly selector: string;
  readonly to?: string;
}

const PREFIX = 'workflows.argoproj.io/';

/** The first of the labels that Argo's own interface looks at (acceptance 10-015). */
export function originOf({ metadata }: Workflow): Origin | undefined {
  const { labels = {}, namespace } = metadata;
  const routes: readonly (readonly [string, (name: string) => string | undefined])[] = [
    ['workflow-template', (name) => routePath('template', { namespace, name })],
    ['cluster-workflow-template', (name) => routePath('clusterTemplate', { name })],
    ['cron-workflow', (name) => routePath('cron', { namespace, name })],
    ['workflow-event-binding', () => routePath('bindings', { namespace })],
    ['resubmitted-from-workflow', (name) => routePath('workflow', { namespace, name })],
  ];
  const found = routes.find(([key]) => labels[`${PREFIX}${key}`]);
  if (!found) return undefined;
  const [key, route] = found;
  const name = labels[`${PREFIX}${key}`] ?? '';
  const to = route(name);
  return { name, selector: `${PREFIX}${key}=${name}`, ...(to && { to }) };
}
