import type { Workflow } from '@argosy/api';
import type { ReactNode } from 'react';
import { GraphView } from '../../graph/components/graph-view.tsx';
import { TimelineView } from '../../timeline/components/timeline-view.tsx';
import type { ViewState } from '../model/view-address.ts';
import { selectNode } from '../model/view-state.ts';
import { EventsTable } from './events-table.tsx';
import { NodeTable } from './node-table.tsx';
import { SummaryView } from './summary-view.tsx';

interface ViewPanelProps {
  readonly workflow: Workflow;
  readonly view: ViewState;
  readonly archived: boolean;
}

/** The chosen view; all of them share one selection. */
export function ViewPanel({ workflow, view, archived }: ViewPanelProps): ReactNode {
  const { namespace = '', name = '' } = workflow.metadata;
  const shared = { workflow, selected: view.nodeId, onSelect: selectNode };
  switch (view.tab) {
    case 'workflow':
      return <GraphView key={name} {...shared} />;
    case 'timeline':
      return <TimelineView {...shared} />;
    case 'table':
      return <NodeTable {...shared} />;
    case 'events':
      return <EventsTable namespace={namespace} kind="Workflow" name={name} />;
    case 'summary':
      return <SummaryView workflow={workflow} archived={archived} />;
  }
}
