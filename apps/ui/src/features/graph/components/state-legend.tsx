import { type NodeState, nodeStates, type StateCounts } from '@argosy/graph';
import type { ReactNode } from 'react';
import { StateMark } from '../../../design/state-mark.tsx';
import { t } from '../../../i18n/translate.ts';
import classes from './graph-view.module.css';

interface StateLegendProps {
  readonly counts: StateCounts;
  readonly chosen: ReadonlySet<NodeState>;
  readonly onChoose: (states: ReadonlySet<NodeState>) => void;
}

/** What the marks mean and how many there are; a press picks a state out. */
export function StateLegend({ counts, chosen, onChoose }: StateLegendProps): ReactNode {
  const toggle = (state: NodeState): void => {
    const next = new Set(chosen);
    if (!next.delete(state)) next.add(state);
    onChoose(next);
  };
  return (
    <div className={classes.states} role="group" aria-label={t('Phases')}>
      {nodeStates
        .filter((state) => counts[state] > 0)
        .map((state) => (
          <button key={state} type="button" className={classes.state} aria-pressed={chosen.has(state)} onClick={() => toggle(state)}>
            <StateMark state={state} size={12} label={false} />
            {t(state)} {counts[state]}
          </button>
        ))}
    </div>
  );
}
