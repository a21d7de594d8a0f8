import type { IconName } from '../design/icon.tsx';
import type { Message } from '../i18n/zh/index.ts';
import type { RouteName } from './route-table.ts';

export interface RailEntry {
  readonly route: RouteName;
  readonly label: Message;
  readonly icon: IconName;
  /** Routes that belong to the entry, too. */
  readonly also?: readonly RouteName[];
  /** Keys that go there. */
  readonly keys?: string;
}

export interface RailGroup {
  readonly label: Message;
  readonly entries: readonly RailEntry[];
  /** Needs Argo Events on the server. */
  readonly events?: boolean;
}

/** The rail (acceptance 10-001). */
export const railGroups: readonly RailGroup[] = [
  {
    label: 'Run',
    entries: [
      { route: 'workflows', label: 'Workflows', icon: 'workflows', also: ['workflow'], keys: 'g w' },
      { route: 'crons', label: 'Cron Workflows', icon: 'cron', also: ['cron'], keys: 'g c' },
      { route: 'approvals', label: 'Approvals', icon: 'approval', keys: 'g a' },
      { route: 'locks', label: 'Locks', icon: 'lock', keys: 'g l' },
    ],
  },
  {
    label: 'Define',
    entries: [
      { route: 'templates', label: 'Workflow Templates', icon: 'template', also: ['template'], keys: 'g t' },
      { route: 'clusterTemplates', label: 'Cluster Templates', icon: 'cluster', also: ['clusterTemplate'], keys: 'g k' },
      { route: 'bindings', label: 'Event Bindings', icon: 'binding', keys: 'g b' },
    ],
  },
  {
    label: 'Events',
    events: true,
    entries: [
      { route: 'eventFlow', label: 'Event Flow', icon: 'flow', keys: 'g e' },
      { route: 'eventSources', label: 'Event Sources', icon: 'source', also: ['eventSource'] },
      { route: 'sensors', label: 'Sensors', icon: 'sensor', also: ['sensor'] },
    ],
  },
  {
    label: 'Insight',
    entries: [
      { route: 'reports', label: 'Reports', icon: 'report', keys: 'g r' },
      { route: 'compare', label: 'Compare', icon: 'compare' },
    ],
  },
];

export const accountEntries: readonly RailEntry[] = [
  { route: 'user', label: 'User', icon: 'user', keys: 'g u' },
  { route: 'apiDocs', label: 'API Docs', icon: 'api' },
  { route: 'plugins', label: 'Plugins', icon: 'plugin' },
  { route: 'help', label: 'Help', icon: 'help' },
];
