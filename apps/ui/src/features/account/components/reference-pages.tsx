import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Page } from '../../../app/page.tsx';
import { useSession } from '../../../app/session.ts';
import { Kbd } from '../../../design/notices.tsx';
import { t } from '../../../i18n/translate.ts';
import classes from './account.module.css';

const SWAGGER = 'assets/openapi-spec/swagger.json';
const SCHEMA = 'assets/jsonschema/schema.json';

interface OpenApi {
  readonly paths?: Readonly<Record<string, Readonly<Record<string, { readonly summary?: string; readonly operationId?: string }>>>>;
}

/** What the server offers to programs (acceptance 10-037). */
export function ApiDocsPage(): ReactNode {
  const { data } = useQuery({ queryKey: ['openapi'], queryFn: readOpenApi, staleTime: Number.POSITIVE_INFINITY, retry: false });
  const operations = Object.entries(data?.paths ?? {}).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([verb, { summary, operationId }]) => ({
      path,
      verb: verb.toUpperCase(),
      text: summary ?? operationId ?? '',
    })),
  );
  return (
    <Page title={t('API Docs')}>
      <div className={classes.cards}>
        <section className={classes.card}>
          <h2>OpenAPI</h2>
          <p>{t('The REST API is that of Argo Workflows: its clients and scripts work unchanged.')}</p>
          <a href={SWAGGER} download>
            swagger.json
          </a>
        </section>
        <section className={classes.card}>
          <h2>JSON Schema</h2>
          <p>{t('For editors: completion and checks of manifests.')}</p>
          <a href={SCHEMA} download>
            schema.json
          </a>
          <a href="assets/schemas/workflows.json" download>
            workflows.json
          </a>
        </section>
        {operations.length > 0 && (
          <section className={classes.card} style={{ gridColumn: '1 / -1' }}>
            <h2>{t('Operations')}</h2>
            <dl className={classes.facts}>
              {operations.map(({ path, verb, text }) => (
                <div key={`${verb} ${path}`} style={{ display: 'contents' }}>
                  <dt>
                    <code>{verb}</code>
                  </dt>
                  <dd>
                    <code>{path}</code> {text}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        )}
      </div>
    </Page>
  );
}

async function readOpenApi(): Promise<OpenApi> {
  const answer = await fetch(SWAGGER);
  return answer.ok && answer.headers.get('content-type')?.includes('json') ? ((await answer.json()) as OpenApi) : {};
}

/** Where executor plugins come from. */
export function PluginsPage(): ReactNode {
  return (
    <Page title={t('Plugins')}>
      <div className={classes.cards}>
        <section className={classes.card}>
          <h2>{t('Executor plugins')}</h2>
          <p>
            {t(
              'A plugin runs a template type of its own. It is a ConfigMap with the label workflows.argoproj.io/configmap-type=ExecutorPlugin.',
            )}
          </p>
          <pre className={classes.code}>
            {'argo executor-plugin build ./my-plugin\nkubectl apply -f my-plugin-executor-plugin-configmap.yaml'}
          </pre>
        </section>
      </div>
    </Page>
  );
}

export function HelpPage(): ReactNode {
  const { info, version } = useSession();
  return (
    <Page title={t('Help')}>
      <div className={classes.cards}>
        <section className={classes.card}>
          <h2>{t('Find your way')}</h2>
          <p>
            <Kbd>Ctrl K</Kbd> {t('goes anywhere and does anything.')}
          </p>
          <p>
            <Kbd>?</Kbd> {t('shows the keys that work on the page.')}
          </p>
          <p>
            <Kbd>Esc</Kbd> {t('backs out: panel, then selection, then filter.')}
          </p>
        </section>
        <section className={classes.card}>
          <h2>{t('What the marks mean')}</h2>
          <p>
            {t(
              'Every phase has its own shape and glyph, so that colour is never needed to tell them apart. Hover or focus a mark for its name.',
            )}
          </p>
        </section>
        <section className={classes.card}>
          <h2>{t('Links')}</h2>
          {(info.links ?? [])
            .filter(({ scope }) => scope === 'chat' || scope === 'help')
            .map(({ name, url }) => (
              <a key={name} href={url} target="_blank" rel="noreferrer">
                {name}
              </a>
            ))}
          <p className={classes.quiet}>
            {t('Version')} {version.version} {version.gitCommit.slice(0, 10)}
          </p>
        </section>
      </div>
    </Page>
  );
}
