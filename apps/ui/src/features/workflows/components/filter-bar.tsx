import type { Workflow } from '@argosy/api';
import { countStates } from '@argosy/graph';
import { type ReactNode, useRef, useState } from 'react';
import { useShortcuts } from '../../../app/shortcuts.ts';
import controls from '../../../design/controls.module.css';
import { Icon } from '../../../design/icon.tsx';
import { StateMark } from '../../../design/state-mark.tsx';
import { t } from '../../../i18n/translate.ts';
import type { Message } from '../../../i18n/zh/index.ts';
import { chipsOf, type ListFilter, withTyped, workflowPhases } from '../model/list-filter.ts';
import { workflowState } from '../model/workflow-row.ts';
import classes from './workflow-list.module.css';

interface FilterBarProps {
  readonly filter: ListFilter;
  readonly onFilter: (filter: ListFilter) => void;
  readonly workflows: readonly Workflow[];
}

/** Words that become chips, and the phases as switches with their counts on this page. */
export function FilterBar({ filter, onFilter, workflows }: FilterBarProps): ReactNode {
  const [text, setText] = useState('');
  const input = useRef<HTMLInputElement>(null);
  useShortcuts(t('List'), [{ keys: '/', label: t('Filter'), run: () => input.current?.focus() }]);
  const chips = chipsOf(filter).filter(({ key }) => key !== 'phase');
  return (
    <search className={classes.filters} aria-label={t('Filter')}>
      <form
        className={classes.filterInput}
        onSubmit={(event) => {
          event.preventDefault();
          onFilter(withTyped(filter, text, Date.now()));
          setText('');
        }}
      >
        <Icon name="filter" size={14} />
        <input
          ref={input}
          value={text}
          aria-label={t('Filter')}
          placeholder={t('name, label=value, template:…, started>2d')}
          title={t('Words: a part of the name, team=data, template:etl, cron:nightly, name^prefix, phase:failed, started>2d, finished<1h')}
          onChange={(event) => setText(event.target.value)}
        />
      </form>
      {chips.map(({ key, value, without }) => (
        <span key={`${key} ${value}`} className={controls.chip}>
          <span>
            {chipLabel(key)}: {value}
          </span>
          <button
            type="button"
            className={controls.chipRemove}
            aria-label={t('Remove filter {name}', { name: `${key} ${value}` })}
            onClick={() => onFilter(without)}
          >
            <Icon name="close" size={12} />
          </button>
        </span>
      ))}
      <PhaseSwitches filter={filter} onFilter={onFilter} workflows={workflows} />
    </search>
  );
}

function PhaseSwitches({ filter, onFilter, workflows }: FilterBarProps): ReactNode {
  const counts = countStates(workflows.map(workflowState));
  const toggle = (phase: string): void => {
    const phases = filter.phases.includes(phase) ? filter.phases.filter((one) => one !== phase) : [...filter.phases, phase];
    const { offset: _, ...rest } = filter;
    onFilter({ ...rest, phases });
  };
  return (
    <div className={classes.phases} role="group" aria-label={t('Phases')}>
      {workflowPhases.map((phase) => {
        const count = counts[phase] + (phase === 'Running' ? counts.Suspended : 0);
        return (
          <button
            key={phase}
            type="button"
            className={classes.phase}
            aria-pressed={filter.phases.includes(phase)}
            onClick={() => toggle(phase)}
          >
            <StateMark state={phase} size={13} label={false} />
            {t(phase)} <span>{count}</span>
          </button>
        );
      })}
    </div>
  );
}

/** Keys of labels stand for themselves. */
function chipLabel(key: string): string {
  return key === 'label' || key === 'template' || key === 'cron' || key in NAME_KEYS ? t(key as Message) : key;
}

const NAME_KEYS = { 'name has': 1, 'name begins': 1, 'name is': 1, 'name is not': 1, 'started after': 1, 'finished before': 1 } as const;
