import type { KeyboardEvent, ReactNode } from 'react';
import classes from './controls.module.css';

export interface Tab<Id extends string> {
  readonly id: Id;
  readonly label: string;
  readonly badge?: ReactNode;
}

interface TabsProps<Id extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<Id>[];
  readonly selected: Id;
  readonly onSelect: (id: Id) => void;
  /** Id of the element that shows the tab's content. */
  readonly panel: string;
}

/** A row of tabs; the panel below has `role="tabpanel"` and the id given here. */
export function Tabs<Id extends string>({ label, tabs, selected, onSelect, panel }: TabsProps<Id>): ReactNode {
  const walk = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const index = (tabs.findIndex(({ id }) => id === selected) + step + tabs.length) % tabs.length;
    onSelect((tabs[index] as Tab<Id>).id);
    (event.currentTarget.children[index] as HTMLElement).focus();
  };
  return (
    <div className={classes.tabs} role="tablist" aria-label={label} onKeyDown={walk}>
      {tabs.map(({ id, label: text, badge }) => (
        <button
          key={id}
          type="button"
          role="tab"
          id={`${panel}-${id}`}
          aria-selected={id === selected}
          aria-controls={panel}
          tabIndex={id === selected ? 0 : -1}
          className={classes.tab}
          onClick={() => onSelect(id)}
        >
          {text} {badge}
        </button>
      ))}
    </div>
  );
}
