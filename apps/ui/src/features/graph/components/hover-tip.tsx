import type { FlowModel } from '@argosy/graph';
import type { ReactNode } from 'react';
import { t } from '../../../i18n/translate.ts';
import type { ItemFacts } from '../model/graph-states.ts';
import classes from './graph-view.module.css';

interface HoverTipProps {
  readonly model: FlowModel;
  readonly facts: ReadonlyMap<string, ItemFacts> | undefined;
  readonly id: string;
}

/** The whole name of what is under the pointer, and why it is as it is. */
export function HoverTip({ model, facts, id }: HoverTipProps): ReactNode {
  const item = model.items.get(id);
  const own = facts?.get(id);
  if (!item || !own || item.kind === 'junction') return null;
  return (
    <div className={classes.tip}>
      <strong>{item.label}</strong> · {t(own.state)}
      {own.attempts > 1 && ` · ${t('{count} attempts', { count: own.attempts })}`}
      {own.message !== undefined && <div>{own.message}</div>}
    </div>
  );
}
