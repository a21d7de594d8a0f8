import type { Workflow } from '@argosy/api';
import { type ReactNode, useEffect, useState } from 'react';
import { setSearch } from '../../../app/location.ts';
import { useTitle } from '../../../app/page.tsx';
import type { PageProps } from '../../../app/pages.ts';
import { useShortcuts } from '../../../app/shortcuts.ts';
import { ErrorNotice, Notice } from '../../../design/notices.tsx';
import { Tabs } from '../../../design/tabs.tsx';
import { marks } from '../../../design/state-mark.tsx';
import { t } from '../../../i18n/translate.ts';
import { ActionDialog } from '../../actions/components/action-dialog.tsx';
import { type ActionName, actionNames } from '../../actions/model/workflow-actions.ts';
import { workflowState } from '../../workflows/model/workflow-row.ts';
import { useFavicon } from '../model/favicon.ts';
import { useRun } from '../model/run-store.ts';
import { tabs, type ViewState, type ViewTab } from '../model/view-address.ts';
import { openSide, useViewState } from '../model/view-state.ts';
import { useWorkflowKeys } from '../model/workflow-keys.ts';
import { Inspector } from './inspector.tsx';
import { LogDock } from './log-dock.tsx';
import { ShareDialog } from './share-dialog.tsx';
import { ViewPanel } from './view-panel.tsx';
import classes from './workflow.module.css';
import { WorkflowHead } from './workflow-head.tsx';
import { FailureStrip, WaitingStrip } from './explanation-strips.tsx';

/** One workflow: what it is, what it does, and everything about each of its steps. */
export function WorkflowPage({ params }: PageProps): ReactNode {
  const { namespace = '', name = '' } = params;
  const view = useViewState();
  const { workflow, error, gone, archived, refetch } = useRun(namespace, name, view.uid);
  useTitle(workflow ? `${MARK_OF_STATE[workflowState(workflow)] ?? ''} ${name}` : name);
  useFavicon(workflow && marks[workflowState(workflow)].colour);
  if (error && !workflow) {
    return (
      <div style={{ padding: 20 }}>
        <ErrorNotice error={error} onRetry={refetch} />
      </div>
    );
  }
  if (!workflow) return <div aria-busy="true" />;
  return <LoadedWorkflow workflow={workflow} gone={gone} archived={archived} view={view} />;
}

const MARK_OF_STATE: Readonly<Record<string, string>> = { Succeeded: '✓', Failed: '✕', Error: '!', Running: '●', Suspended: '‖' };

interface LoadedWorkflowProps {
  readonly workflow: Workflow;
  readonly gone: boolean;
  readonly archived: boolean;
  readonly view: ViewState;
}

function LoadedWorkflow({ workflow, gone, archived, view }: LoadedWorkflowProps): ReactNode {
  const [action, setAction] = useSideAction(view);
  const node = workflow.status?.nodes?.[view.nodeId ?? ''];
  useWorkflowKeys({ workflow, view, onAction: setAction });
  useShortcuts(
    t('Workflow'),
    tabs.map((tab, index) => ({ keys: String(index + 1), label: t(TAB_LABELS[tab]), run: () => setSearch({ tab }) })),
  );
  return (
    <div className={classes.page}>
      <WorkflowHead workflow={workflow} archived={archived} onAction={setAction} />
      {gone && <Notice look="warn">{t('This workflow was deleted. What was known last is still shown.')}</Notice>}
      <FailureStrip workflow={workflow} onAction={setAction} />
      <WaitingStrip workflow={workflow} onAction={setAction} />
      <div className={classes.tabsRow}>
        <Tabs
          label={t('Views')}
          panel="view"
          selected={view.tab}
          onSelect={(tab) => setSearch({ tab })}
          tabs={tabs.map((id) => ({ id, label: t(TAB_LABELS[id]) }))}
        />
      </div>
      <div className={classes.body}>
        <div className={classes.view}>
          <div id="view" role="tabpanel" aria-labelledby={`view-${view.tab}`} className={classes.panel}>
            <ViewPanel workflow={workflow} view={view} archived={archived} />
          </div>
          {view.side?.kind === 'logs' && <LogDock workflow={workflow} side={view.side} archived={archived} />}
        </div>
        {node && <Inspector key={node.id} workflow={workflow} node={node} tab={view.inspector} archived={archived} />}
      </div>
      {action && (
        <ActionDialog action={action.name} workflow={workflow} nodeFieldSelector={action.selector} onClose={() => setAction(undefined)} />
      )}
      {view.side?.kind === 'share' && <ShareDialog workflow={workflow} onClose={() => openSide(undefined)} />}
    </div>
  );
}

const TAB_LABELS = {
  workflow: 'Graph',
  timeline: 'Timeline',
  table: 'Table',
  events: 'Events',
  summary: 'Summary',
} as const satisfies Record<ViewTab, string>;

export interface AskedAction {
  readonly name: ActionName;
  readonly selector: string;
}

export type AskAction = (action: AskedAction | undefined) => void;

/** Retry and resubmit may come from the address; all others only from here. */
function useSideAction(view: ViewState): readonly [AskedAction | undefined, AskAction] {
  const [asked, setAsked] = useState<AskedAction>();
  const named = actionNames.find((name) => name === view.side?.kind);
  useEffect(() => {
    const { side } = view;
    if (side?.kind === 'events' || side?.kind === 'yaml') {
      setSearch({ nodeId: side.nodeId ?? view.nodeId, nodePanelView: side.kind, sidePanel: undefined });
    }
  }, [view]);
  const ask: AskAction = (next) => {
    setAsked(next);
    if (named) openSide(undefined);
  };
  return [asked ?? (named && { name: named, selector: '' }), ask];
}
