import type { Workflow } from '@argosy/api';
import { setSearch } from '../../../app/location.ts';
import { type Command, useCommands } from '../../../app/commands.ts';
import { useShortcuts } from '../../../app/shortcuts.ts';
import { t } from '../../../i18n/translate.ts';
import { actionNames, actions } from '../../actions/model/workflow-actions.ts';
import type { AskAction } from '../components/workflow-page.tsx';
import { failureOf } from './failure.ts';
import type { ViewState } from './view-address.ts';
import { openSide, selectNode } from './view-state.ts';

interface WorkflowKeys {
  readonly workflow: Workflow;
  readonly view: ViewState;
  readonly onAction: AskAction;
}

/** Keys and commands of the workflow page. Keys for actions open their dialogs, they do nothing by themselves. */
export function useWorkflowKeys({ workflow, view, onAction }: WorkflowKeys): void {
  const failure = (step: number) => (): void => {
    const failed = failureOf(workflow)?.all ?? [];
    const at = failed.indexOf(view.nodeId ?? '');
    if (failed.length > 0) selectNode(failed[at < 0 ? 0 : (at + step + failed.length) % failed.length]);
  };
  const ask = (name: 'retry' | 'stop' | 'resubmit') => (): void => {
    if (actions[name].allowed(workflow)) onAction({ name, selector: '' });
  };
  useShortcuts(t('Workflow'), [
    { keys: 'e', label: t('Next failure'), run: failure(1) },
    { keys: 'shift+e', label: t('Previous failure'), run: failure(-1) },
    {
      keys: 'l',
      label: t('Logs'),
      run: () => openSide(view.side?.kind === 'logs' ? undefined : { kind: 'logs', ...(view.nodeId && { nodeId: view.nodeId }) }),
    },
    { keys: 'y', label: 'YAML', run: () => setSearch({ nodePanelView: 'yaml' }) },
    { keys: 'shift+r', label: t('Retry'), run: ask('retry') },
    { keys: 'shift+s', label: t('Stop'), run: ask('stop') },
    { keys: 'Escape', label: t('Back out'), run: () => backOut(view) },
  ]);
  useCommands(t('Actions'), () =>
    actionNames
      .filter((name) => actions[name].allowed(workflow))
      .map((name) => ({ label: t(actions[name].label), run: () => onAction({ name, selector: '' }) })),
  );
  useCommands(t('Steps'), (text) => findSteps(workflow, text));
}

/** Panel, then selection, then filter. */
function backOut({ side, nodeId }: ViewState): void {
  if (side) openSide(undefined);
  else if (nodeId) selectNode(undefined);
  else setSearch({ line: undefined });
}

function findSteps(workflow: Workflow, text: string): readonly Command[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  return Object.values(workflow.status?.nodes ?? {})
    .filter(({ displayName, name }) => (displayName ?? name).toLowerCase().includes(wanted))
    .slice(0, 20)
    .map(({ id, displayName, name, phase }) => ({ label: displayName ?? name, ...(phase && { hint: phase }), run: () => selectNode(id) }));
}
