import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { onUnauthorised } from '../../../api/client.ts';
import { useLocation } from '../../../app/location.ts';
import { Dialog } from '../../../design/dialog.tsx';
import { t } from '../../../i18n/translate.ts';
import { LoginForm } from './login-form.tsx';

/** A session that ends in the middle keeps the page: one logs in over it and goes on. */
export function LoginDialog(): ReactNode {
  const [open, setOpen] = useState(false);
  const { path } = useLocation();
  const client = useQueryClient();
  useEffect(() => onUnauthorised(() => setOpen(true)), []);
  if (!open) return null;
  const done = (): void => {
    setOpen(false);
    void client.invalidateQueries();
  };
  return (
    <Dialog title={t('Your session has ended')} onClose={() => setOpen(false)}>
      <p>{t('Log in again to go on where you are.')}</p>
      <LoginForm redirect={path} onLogin={done} />
    </Dialog>
  );
}
