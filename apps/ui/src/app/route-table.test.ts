import { expect, test } from 'vitest';
import { matchRoute, routePath } from './route-table.ts';

test.each([
  ['/workflows', 'workflows', {}],
  ['/workflows/argo', 'workflows', { namespace: 'argo' }],
  ['/workflows/argo/my-run', 'workflow', { namespace: 'argo', name: 'my-run' }],
  ['/workflow-templates/argo/t', 'template', { namespace: 'argo', name: 't' }],
  ['/cluster-workflow-templates/t', 'clusterTemplate', { name: 't' }],
  ['/cron-workflows/argo', 'crons', { namespace: 'argo' }],
  ['/event-flow/', 'eventFlow', {}],
  ['/event-sources/argo/webhook', 'eventSource', { namespace: 'argo', name: 'webhook' }],
  ['/sensors/argo', 'sensors', { namespace: 'argo' }],
  ['/workflow-event-bindings/argo', 'bindings', { namespace: 'argo' }],
  ['/reports/argo', 'reports', { namespace: 'argo' }],
  ['/userinfo', 'user', {}],
  ['/apidocs', 'apiDocs', {}],
  ['/plugins/argo', 'plugins', { namespace: 'argo' }],
  ['/help', 'help', {}],
  ['/login', 'login', {}],
  ['/widgets/workflow-graphs/argo', 'graphWidget', { namespace: 'argo' }],
  ['/widgets/workflow-status-badges/argo', 'badgeWidget', { namespace: 'argo' }],
  ['/workflows/argo/a%2Fb', 'workflow', { namespace: 'argo', name: 'a/b' }],
])('[10-002] %s is the page %s', (path, name, params) => {
  expect(matchRoute(path)).toEqual({ name, params });
  expect(matchRoute(routePath(matchRoute(path)?.name ?? 'help', params))).toEqual({ name, params });
});

test.each(['/timeline', '/', '/unknown/page', '/workflows/a/b/c'])('[10-002] %s is no page of its own', (path) => {
  expect(matchRoute(path)).toBeUndefined();
});
