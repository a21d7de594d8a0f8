export const tabs = ['workflow', 'timeline', 'table', 'events', 'summary'] as const;
export type ViewTab = (typeof tabs)[number];

export const inspectorTabs = ['summary', 'logs', 'inputs-outputs', 'containers', 'events', 'yaml'] as const;
export type InspectorTab = (typeof inspectorTabs)[number];

/** What lies over or beside the page: `logs:node:container`, `events:node`, `yaml:node`, `retry`, `resubmit`, `share`. */
export interface SidePanel {
  readonly kind: string;
  readonly nodeId?: string;
  readonly container?: string;
}

export interface ViewState {
  readonly tab: ViewTab;
  readonly nodeId: string | undefined;
  readonly inspector: InspectorTab;
  readonly side: SidePanel | undefined;
  readonly uid: string | undefined;
}

/** The state of the page as the address tells it, by the names of Argo's own interface (acceptance 10-025). */
export function viewStateOf(search: URLSearchParams): ViewState {
  const tab = search.get('tab');
  const inspector = search.get('nodePanelView');
  return {
    tab: tabs.find((one) => one === tab) ?? 'workflow',
    nodeId: search.get('nodeId') ?? undefined,
    inspector: inspectorTabs.find((one) => one === inspector) ?? 'summary',
    side: sidePanelOf(search.get('sidePanel')),
    uid: search.get('uid') ?? undefined,
  };
}

export function sidePanelText({ kind, nodeId, container }: SidePanel): string {
  return [kind, ...(nodeId === undefined ? [] : [nodeId, ...(container === undefined ? [] : [container])])].join(':');
}

function sidePanelOf(text: string | null): SidePanel | undefined {
  if (!text) return undefined;
  const [kind = '', nodeId, container] = text.split(':');
  return { kind, ...(nodeId && { nodeId }), ...(container && { container }) };
}
