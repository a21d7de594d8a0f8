import type { ReactNode } from 'react';
import type { PageProps } from '../../../app/pages.ts';
import { href, useLocation } from '../../../app/location.ts';
import { routePath } from '../../../app/route-table.ts';
import { GraphView } from '../../graph/components/graph-view.tsx';
import { useWidgetWorkflow } from '../model/widget-workflow.ts';

/** The graph of a workflow for someone else's page (acceptance 10-038). */
export function GraphWidget({ namespace }: PageProps): ReactNode {
  const { workflow, target } = useWidgetWorkflow(namespace);
  const plain = useLocation().search.get('showOptions') !== 'true';
  if (!workflow) return null;
  const open = (nodeId: string | undefined): void => {
    const path = routePath('workflow', { namespace, name: workflow.metadata.name });
    globalThis.open(href(nodeId === undefined ? path : `${path}?nodeId=${encodeURIComponent(nodeId)}`), target);
  };
  return (
    <main style={{ height: '100%' }}>
      <GraphView workflow={workflow} selected={undefined} onSelect={open} plain={plain} />
    </main>
  );
}
