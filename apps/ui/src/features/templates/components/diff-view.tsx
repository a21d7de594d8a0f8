import type { ReactNode } from 'react';
import { t } from '../../../i18n/translate.ts';
import { diffHunks, lineDiff } from '../model/line-diff.ts';
import classes from './definition.module.css';

/** What differs between two texts. */
export function DiffView({ before, after }: { readonly before: string; readonly after: string }): ReactNode {
  const hunks = diffHunks(lineDiff(before, after));
  if (before === after) return <p>{t('No difference')}</p>;
  return (
    <pre className={classes.diff} tabIndex={0}>
      {hunks.map((line, index) => (
        <div key={index} className={line && line.kind !== 'same' ? classes[line.kind] : undefined}>
          {line === undefined ? '⋯' : `${SIGNS[line.kind]} ${line.text}`}
        </div>
      ))}
    </pre>
  );
}

const SIGNS = { same: ' ', added: '+', removed: '−' } as const;
