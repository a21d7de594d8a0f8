import { type ReactNode, useSyncExternalStore } from 'react';
import { isForbidden, messageOf } from '../api/client.ts';
import { t } from '../i18n/translate.ts';
import { Button, IconButton } from './button.tsx';
import classes from './controls.module.css';
import { Icon, type IconName } from './icon.tsx';

/** What went wrong, in the server's words, where it went wrong. */
export function ErrorNotice({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }): ReactNode {
  return (
    <div className={classes.notice} role="alert">
      <Icon name={isForbidden(error) ? 'lock' : 'warning'} />
      <div className={classes.noticeText}>{messageOf(error)}</div>
      {onRetry && (
        <Button small icon="retry" onClick={onRetry}>
          {t('Try again')}
        </Button>
      )}
    </div>
  );
}

/** Something worth knowing that is no error. */
export function Notice({
  children,
  look = 'info',
  icon = 'help',
}: {
  readonly children: ReactNode;
  readonly look?: 'info' | 'warn';
  readonly icon?: IconName;
}): ReactNode {
  return (
    <div className={`${classes.notice} ${classes[look]}`} role="status">
      <Icon name={icon} />
      <div className={classes.noticeText}>{children}</div>
    </div>
  );
}

interface EmptyProps {
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

/** Why there is nothing, and what to do about it. */
export function EmptyState({ icon, title, children, actions }: EmptyProps): ReactNode {
  return (
    <div className={classes.empty}>
      <div className={classes.emptyArt}>
        <Icon name={icon} size={22} />
      </div>
      <h2>{title}</h2>
      {children && <div>{children}</div>}
      {actions && <div className={classes.emptyActions}>{actions}</div>}
    </div>
  );
}

export function Kbd({ children }: { readonly children: ReactNode }): ReactNode {
  return <kbd className={classes.kbd}>{children}</kbd>;
}

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly bad: boolean;
}

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

/** Says that something was done, or was not; it goes away by itself unless it is bad news. */
export function say(text: string, { bad = false }: { readonly bad?: boolean } = {}): void {
  const toast = { id: ++lastId, text, bad };
  setToasts([...toasts.slice(-3), toast]);
  if (!bad) setTimeout(() => dismiss(toast.id), 5000);
}

function dismiss(id: number): void {
  setToasts(toasts.filter((toast) => toast.id !== id));
}

function setToasts(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

export function Toasts(): ReactNode {
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <div className={classes.toasts} role="status" aria-live="polite">
      {shown.map(({ id, text, bad }) => (
        <div key={id} className={classes.toast}>
          <Icon name={bad ? 'warning' : 'check'} />
          <span style={{ flex: 1 }}>{text}</span>
          <IconButton small icon="close" label={t('Dismiss')} onClick={() => dismiss(id)} />
        </div>
      ))}
    </div>
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
