import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { navigate } from '../../../app/location.ts';
import { Page } from '../../../app/page.tsx';
import type { PageProps } from '../../../app/pages.ts';
import { routePath } from '../../../app/route-table.ts';
import { useSession } from '../../../app/session.ts';
import { Button } from '../../../design/button.tsx';
import { CopyButton } from '../../../design/copy.tsx';
import { t } from '../../../i18n/translate.ts';
import { logOut } from '../model/login.ts';
import classes from './account.module.css';

/** Who one is for the server, and how to be the same on the command line (acceptance 10-036). */
export function UserPage({ namespace }: PageProps): ReactNode {
  const { user } = useSession();
  const client = useQueryClient();
  const leave = (): void => {
    logOut();
    client.clear();
    navigate(routePath('login'));
  };
  const facts = [
    [t('Name'), user.name],
    [t('Subject'), user.subject],
    [t('Issuer'), user.issuer],
    [t('Groups'), user.groups?.join(', ')],
    [t('E-mail'), user.email && `${user.email}${user.emailVerified ? ` (${t('verified')})` : ''}`],
    [t('Service account'), user.serviceAccountName && `${user.serviceAccountNamespace ?? ''}/${user.serviceAccountName}`],
  ] as const;
  const known = facts.filter(([, value]) => value);
  return (
    <Page
      title={t('User')}
      actions={
        <>
          <Button onClick={() => navigate(routePath('login'))}>{t('Log in')}</Button>
          <Button onClick={leave}>{t('Log out')}</Button>
        </>
      }
    >
      <div className={classes.cards}>
        <section className={classes.card}>
          <h2>{t('Who you are')}</h2>
          {known.length === 0 ? (
            <p>{t('The server does not tell: it lets everyone in.')}</p>
          ) : (
            <dl className={classes.facts}>
              {known.map(([name, value]) => (
                <div key={name} style={{ display: 'contents' }}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          )}
        </section>
        <section className={classes.card}>
          <h2 style={{ display: 'flex', justifyContent: 'space-between' }}>
            {t('On the command line')} <CopyButton text={environmentText(namespace)} />
          </h2>
          <pre className={classes.code}>{environmentText(namespace)}</pre>
          <p className={classes.quiet}>{t('The token is the value of the cookie authorization, or that of argo auth token.')}</p>
        </section>
      </div>
    </Page>
  );
}

function environmentText(namespace: string): string {
  const { host, protocol, pathname } = new URL(document.baseURI);
  const secure = protocol === 'https:';
  return [
    `export ARGO_SERVER='${host}'`,
    'export ARGO_HTTP1=true',
    `export ARGO_SECURE=${String(secure)}`,
    `export ARGO_BASE_HREF='${pathname === '/' ? '' : pathname}'`,
    "export ARGO_TOKEN='Bearer …'",
    `export ARGO_NAMESPACE=${namespace}`,
    'export KUBECONFIG=/dev/null',
    '',
    'argo list',
  ].join('\n');
}
