import type { ReactNode } from 'react';
import { Dialog } from '../design/dialog.tsx';
import { Kbd } from '../design/notices.tsx';
import { t } from '../i18n/translate.ts';
import classes from './shell.module.css';
import { activeShortcuts } from './shortcuts.ts';

/** The keys that work on this page. */
export function ShortcutHelp({ onClose }: { readonly onClose: () => void }): ReactNode {
  return (
    <Dialog title={t('Keyboard shortcuts')} onClose={onClose}>
      {activeShortcuts().map(({ group, list }) => (
        <section key={group} className={classes.helpGrid}>
          <h3>{group}</h3>
          {list.map(({ keys, label }) => (
            <div key={keys} className={classes.helpRow}>
              <span>{label}</span>
              <span>
                {keys.split(/, | /).map((key) => (
                  <Kbd key={key}>{key.replace('mod+', 'Ctrl ').replace('shift+', 'Shift ')}</Kbd>
                ))}
              </span>
            </div>
          ))}
        </section>
      ))}
    </Dialog>
  );
}
