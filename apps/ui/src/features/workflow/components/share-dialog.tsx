import type { Workflow } from '@argosy/api';
import type { ReactNode } from 'react';
import { href } from '../../../app/location.ts';
import { routePath } from '../../../app/route-table.ts';
import { CopyButton } from '../../../design/copy.tsx';
import { Dialog } from '../../../design/dialog.tsx';
import { t } from '../../../i18n/translate.ts';
import classes from './workflow.module.css';

/** Links to this workflow, and widgets of it for pages elsewhere. */
export function ShareDialog({ workflow, onClose }: { readonly workflow: Workflow; readonly onClose: () => void }): ReactNode {
  const { namespace, name = '' } = workflow.metadata;
  const address = (path: string): string => new URL(href(path), globalThis.location.href).toString();
  const badge = address(`${routePath('badgeWidget', { namespace })}?name=${encodeURIComponent(name)}`);
  const graph = address(`${routePath('graphWidget', { namespace })}?name=${encodeURIComponent(name)}`);
  const snippets = [
    [t('Link'), address(routePath('workflow', { namespace, name }))],
    [t('Badge'), `<iframe src="${badge}" width="260" height="44" style="border:0"></iframe>`],
    [t('Graph'), `<iframe src="${graph}" width="800" height="500" style="border:0"></iframe>`],
  ] as const;
  return (
    <Dialog title={t('Share')} onClose={onClose}>
      {snippets.map(([label, text]) => (
        <section key={label} className={classes.section}>
          <h3 style={{ display: 'flex', justifyContent: 'space-between' }}>
            {label} <CopyButton text={text} />
          </h3>
          <pre className={classes.value}>{text}</pre>
        </section>
      ))}
      <p>{t('Pages elsewhere may show widgets only where the server allows frames (--x-frame-options).')}</p>
    </Dialog>
  );
}
