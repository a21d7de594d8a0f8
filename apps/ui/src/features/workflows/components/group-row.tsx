import { countStates, nodeStates } from '@argosy/graph';
import type { ReactNode } from 'react';
import { StateMark } from '../../../design/state-mark.tsx';
import { t } from '../../../i18n/translate.ts';
import type { WorkflowGroup } from '../model/grouping.ts';
import { workflowState } from '../model/workflow-row.ts';
import classes from './workflow-list.module.css';

/** The head of a group: its name, and how many of it are in which state. */
export function GroupRow({ group, span }: { readonly group: WorkflowGroup; readonly span: number }): ReactNode {
  const counts = countStates(group.workflows.map(workflowState));
  return (
    <tr className={classes.group}>
      <th colSpan={span} scope="rowgroup">
        <span>{group.name || t('Others')}</span>
        {nodeStates
          .filter((state) => counts[state] > 0)
          .map((state) => (
            <span key={state} className={classes.groupCount}>
              <StateMark state={state} size={12} /> {counts[state]}
            </span>
          ))}
      </th>
    </tr>
  );
}
