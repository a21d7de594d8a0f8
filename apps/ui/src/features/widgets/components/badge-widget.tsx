import type { ReactNode } from 'react';
import type { PageProps } from '../../../app/pages.ts';
import { href } from '../../../app/location.ts';
import { routePath } from '../../../app/route-table.ts';
import { StateLabel } from '../../../design/state-mark.tsx';
import { workflowState } from '../../workflows/model/workflow-row.ts';
import { useWidgetWorkflow } from '../model/widget-workflow.ts';

/** The phase of a workflow for someone else's page: `?name=` or `?label=` (acceptance 10-038). */
export function BadgeWidget({ namespace }: PageProps): ReactNode {
  const { workflow, target } = useWidgetWorkflow(namespace);
  if (!workflow) return null;
  const { name } = workflow.metadata;
  return (
    <main style={{ padding: 8 }}>
      <a
        href={href(routePath('workflow', { namespace, name }))}
        target={target}
        style={{ display: 'inline-flex', gap: 8, alignItems: 'center', color: 'inherit' }}
      >
        <StateLabel state={workflowState(workflow)} /> {name}
      </a>
    </main>
  );
}
