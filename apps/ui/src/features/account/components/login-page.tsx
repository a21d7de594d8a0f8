import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { navigate, useLocation } from '../../../app/location.ts';
import { useTitle } from '../../../app/page.tsx';
import { Button } from '../../../design/button.tsx';
import { t } from '../../../i18n/translate.ts';
import { logOut } from '../model/login.ts';
import classes from './account.module.css';
import { LoginForm } from './login-form.tsx';

export function LoginPage(): ReactNode {
  const client = useQueryClient();
  const wanted = useLocation().search.get('redirect') ?? '/workflows';
  // Only a path of this interface: an address elsewhere would let a link lead people away after the login.
  const redirect = /^\/(?!\/)/.test(wanted) ? wanted : '/workflows';
  useTitle(t('Log in'));
  const enter = (): void => {
    client.clear();
    navigate(redirect, { replace: true });
  };
  return (
    <main className={classes.login}>
      <div className={classes.loginCard}>
        <img src="assets/favicon/favicon.svg" alt="" width={44} height={44} />
        <h1>{t('Log in to Argosy')}</h1>
        <LoginForm redirect={redirect} onLogin={enter} />
        <p className={classes.quiet}>{t('Nothing to enter? A server in server mode lets everyone in.')}</p>
        <div className={classes.row}>
          <Button look="quiet" onClick={enter}>
            {t('Go on without')}
          </Button>
          <Button look="quiet" onClick={logOut}>
            {t('Log out')}
          </Button>
        </div>
      </div>
    </main>
  );
}
