import { type ReactNode, useEffect, useId, useRef } from 'react';
import { t } from '../i18n/translate.ts';
import { IconButton } from './button.tsx';
import classes from './controls.module.css';

export interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Buttons, the one that does it last. */
  readonly foot?: ReactNode;
  readonly wide?: boolean;
  /** Makes it a form: Enter submits. */
  readonly onSubmit?: () => void;
}

/** A modal dialog of the browser: it keeps the focus, Escape closes it, and the focus goes back to where it was. */
export function Dialog({ title, onClose, children, foot, wide = false, onSubmit }: DialogProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const body = (
    <>
      <div className={classes.dialogHead}>
        <h2 id={id}>{title}</h2>
        <IconButton icon="close" label={t('Close')} onClick={onClose} />
      </div>
      <div className={classes.dialogBody}>{children}</div>
      {foot && <div className={classes.dialogFoot}>{foot}</div>}
    </>
  );
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      className={wide ? `${classes.dialog} ${classes.dialogWide}` : classes.dialog}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      {onSubmit ? <DialogForm onSubmit={onSubmit}>{body}</DialogForm> : body}
    </dialog>
  );
}

function DialogForm({ onSubmit, children }: { readonly onSubmit: () => void; readonly children: ReactNode }): ReactNode {
  return (
    <form
      style={{ display: 'contents' }}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
    </form>
  );
}
