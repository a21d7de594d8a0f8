import { type ComponentType, lazy } from 'react';
import { WorkflowListPage } from '../features/workflows/components/workflow-list-page.tsx';
import type { RouteName, RouteParams } from './route-table.ts';

export interface PageProps {
  readonly params: RouteParams;
  /** Where one works; empty means everywhere. */
  readonly namespace: string;
}

export type PageComponent = ComponentType<PageProps>;

/** The list is what people open first, so it comes with the first load; everything else when it is asked for. */
export const pages: Readonly<Record<RouteName, PageComponent>> = {
  workflows: WorkflowListPage,
  workflow: lazy(async () => ({ default: (await import('../features/workflow/components/workflow-page.tsx')).WorkflowPage })),
  login: lazy(async () => ({ default: (await import('../features/account/components/login-page.tsx')).LoginPage })),
  templates: lazy(async () => ({ default: (await import('../features/templates/components/template-list-page.tsx')).TemplateListPage })),
  template: lazy(async () => ({ default: (await import('../features/templates/components/template-page.tsx')).TemplatePage })),
  clusterTemplates: lazy(async () => ({
    default: (await import('../features/templates/components/template-list-page.tsx')).ClusterTemplateListPage,
  })),
  clusterTemplate: lazy(async () => ({
    default: (await import('../features/templates/components/template-page.tsx')).ClusterTemplatePage,
  })),
  crons: lazy(async () => ({ default: (await import('../features/cron/components/cron-list-page.tsx')).CronListPage })),
  cron: lazy(async () => ({ default: (await import('../features/cron/components/cron-page.tsx')).CronPage })),
  eventFlow: lazy(async () => ({ default: (await import('../features/events/components/event-flow-page.tsx')).EventFlowPage })),
  eventSources: lazy(async () => ({
    default: (await import('../features/events/components/event-object-list-page.tsx')).EventSourceListPage,
  })),
  eventSource: lazy(async () => ({ default: (await import('../features/events/components/event-object-page.tsx')).EventSourcePage })),
  sensors: lazy(async () => ({ default: (await import('../features/events/components/event-object-list-page.tsx')).SensorListPage })),
  sensor: lazy(async () => ({ default: (await import('../features/events/components/event-object-page.tsx')).SensorPage })),
  bindings: lazy(async () => ({ default: (await import('../features/events/components/bindings-page.tsx')).BindingsPage })),
  reports: lazy(async () => ({ default: (await import('../features/reports/components/reports-page.tsx')).ReportsPage })),
  approvals: lazy(async () => ({ default: (await import('../features/approvals/components/approvals-page.tsx')).ApprovalsPage })),
  locks: lazy(async () => ({ default: (await import('../features/locks/components/locks-page.tsx')).LocksPage })),
  compare: lazy(async () => ({ default: (await import('../features/compare/components/compare-page.tsx')).ComparePage })),
  user: lazy(async () => ({ default: (await import('../features/account/components/user-page.tsx')).UserPage })),
  apiDocs: lazy(async () => ({ default: (await import('../features/account/components/reference-pages.tsx')).ApiDocsPage })),
  plugins: lazy(async () => ({ default: (await import('../features/account/components/reference-pages.tsx')).PluginsPage })),
  help: lazy(async () => ({ default: (await import('../features/account/components/reference-pages.tsx')).HelpPage })),
  graphWidget: lazy(async () => ({ default: (await import('../features/widgets/components/graph-widget.tsx')).GraphWidget })),
  badgeWidget: lazy(async () => ({ default: (await import('../features/widgets/components/badge-widget.tsx')).BadgeWidget })),
};
