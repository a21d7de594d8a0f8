import { type ReactNode, useState } from 'react';
import { href } from '../../../app/location.ts';
import controls from '../../../design/controls.module.css';
import { Button } from '../../../design/button.tsx';
import { TextField } from '../../../design/field.tsx';
import { Icon } from '../../../design/icon.tsx';
import { t } from '../../../i18n/translate.ts';
import { logIn } from '../model/login.ts';

/** The two ways in: single sign-on, or a token (acceptance 10-003). */
export function LoginForm({ redirect, onLogin }: { readonly redirect: string; readonly onLogin: () => void }): ReactNode {
  const [token, setToken] = useState('');
  const submit = (): void => {
    if (token.trim() === '') return;
    logIn(token);
    onLogin();
  };
  return (
    <form
      style={{ display: 'flex', flexDirection: 'column', gap: 14 }}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <a className={controls.button} href={href(`/oauth2/redirect?redirect=${encodeURIComponent(href(redirect))}`)}>
        <Icon name="user" />
        {t('Log in with single sign-on')}
      </a>
      <TextField
        type="password"
        label={t('Token')}
        hint={t('The output of argo auth token, beginning with Bearer.')}
        placeholder="Bearer …"
        value={token}
        onChange={(event) => setToken(event.target.value)}
      />
      <Button look="primary" type="submit">
        {t('Log in')}
      </Button>
    </form>
  );
}
