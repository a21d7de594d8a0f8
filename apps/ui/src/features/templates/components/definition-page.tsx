import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { navigate, setSearch, useLocation } from '../../../app/location.ts';
import { Page } from '../../../app/page.tsx';
import { routePath } from '../../../app/route-table.ts';
import { Button } from '../../../design/button.tsx';
import { Dialog } from '../../../design/dialog.tsx';
import { ErrorNotice, say } from '../../../design/notices.tsx';
import { type Tab, Tabs } from '../../../design/tabs.tsx';
import { t } from '../../../i18n/translate.ts';
import { GraphView } from '../../graph/components/graph-view.tsx';
import { parametersOf } from '../../submit/model/parameters.ts';
import { TemplateSubmitForm } from '../../submit/components/template-submit-form.tsx';
import { type Definition, type DefinitionKind, type DefinitionObject, definitions, runnableSpec } from '../model/definitions.ts';
import { DefinitionEditor } from './definition-editor.tsx';
import surfaces from '../../../design/surfaces.module.css';
import classes from './definition.module.css';
import { RunOverview } from './run-overview.tsx';
import { Facts } from '../../workflow/components/facts.tsx';
import { Time } from '../../../time/times.tsx';

type PageTab = 'overview' | 'editor' | 'graph';

interface DefinitionPageProps {
  readonly kind: DefinitionKind;
  readonly namespace: string;
  readonly name: string;
  /** Cards of the overview that only this kind has. */
  readonly cards?: (object: DefinitionObject) => ReactNode;
  readonly actions?: (object: DefinitionObject) => ReactNode;
}

/** One object that people write: how it is doing, its text, its picture. */
export function DefinitionPage({ kind, namespace, name, cards, actions }: DefinitionPageProps): ReactNode {
  const definition = definitions[kind];
  const { search } = useLocation();
  const { data, error, refetch } = useQuery({
    queryKey: ['definition', kind, namespace, name],
    queryFn: () => definition.get(namespace, name),
  });
  const spec = data && runnableSpec(kind, data);
  const [dialog, setDialog] = useState<'submit' | 'delete'>();
  const tabs: Tab<PageTab>[] = [
    { id: 'overview', label: t('Overview') },
    { id: 'editor', label: t('Editor') },
    ...(spec?.templates ? [{ id: 'graph' as const, label: t('Graph') }] : []),
  ];
  const tab = tabs.find(({ id }) => id === search.get('tab'))?.id ?? 'overview';
  return (
    <Page
      title={name}
      actions={
        data && (
          <>
            {actions?.(data)}
            {definition.submits && (
              <Button look="primary" icon="play" onClick={() => setDialog('submit')}>
                {t('Submit')}
              </Button>
            )}
            <Button icon="trash" onClick={() => setDialog('delete')}>
              {t('Delete')}
            </Button>
          </>
        )
      }
    >
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      <Tabs label={t('Views')} panel="definition" tabs={tabs} selected={tab} onSelect={(next) => setSearch({ tab: next })} />
      <div id="definition" role="tabpanel" aria-labelledby={`definition-${tab}`} className={classes.tabPanel}>
        {data && <TabContent kind={kind} namespace={namespace} object={data} cards={cards} tab={tab} onSaved={() => void refetch()} />}
      </div>
      {data && dialog === 'submit' && spec && definition.submits && (
        <Dialog title={t('Submit {name}', { name })} onClose={() => setDialog(undefined)}>
          <TemplateSubmitForm namespace={namespace || 'default'} source={{ kind: definition.submits, name }} spec={spec} />
        </Dialog>
      )}
      {dialog === 'delete' && (
        <DeleteDialog definition={definition} namespace={namespace} name={name} onClose={() => setDialog(undefined)} />
      )}
    </Page>
  );
}

interface TabContentProps extends OverviewProps {
  readonly tab: PageTab;
  readonly onSaved: () => void;
}

function TabContent({ tab, onSaved, ...props }: TabContentProps): ReactNode {
  const { kind, namespace, object } = props;
  const { name, resourceVersion } = object.metadata;
  const spec = runnableSpec(kind, object);
  switch (tab) {
    case 'overview':
      return <Overview {...props} />;
    case 'editor':
      return <DefinitionEditor key={resourceVersion} kind={kind} namespace={namespace} object={object} onSaved={onSaved} />;
    case 'graph':
      return (
        <div className={classes.graph}>
          <GraphView
            workflow={{
              metadata: { name, uid: resourceVersion },
              spec: { ...spec, entrypoint: spec?.entrypoint ?? spec?.templates?.[0]?.name },
            }}
            selected={undefined}
            onSelect={() => undefined}
            plain
          />
        </div>
      );
  }
}

interface OverviewProps {
  readonly kind: DefinitionKind;
  readonly namespace: string;
  readonly object: DefinitionObject;
  readonly cards: ((object: DefinitionObject) => ReactNode) | undefined;
}

function Overview({ kind, namespace, object, cards }: OverviewProps): ReactNode {
  const { runsLabel } = definitions[kind];
  const { metadata } = object;
  const spec = runnableSpec(kind, object);
  const parameters = parametersOf(spec);
  return (
    <div className={classes.cards}>
      {cards?.(object)}
      <section className={surfaces.card}>
        <h2>{t('About')}</h2>
        <Facts
          facts={[
            [t('Description'), metadata.annotations?.['workflows.argoproj.io/description']],
            [t('Namespace'), metadata.namespace],
            [t('Created'), <Time key="c" at={metadata.creationTimestamp} />],
            [t('Entrypoint'), spec?.entrypoint],
            [t('Templates'), spec?.templates?.map((template) => template.name).join(', ')],
            [t('Labels'), Object.entries(metadata.labels ?? {}).map(([key, value]) => <div key={key}>{`${key}=${value}`}</div>)],
          ]}
        />
      </section>
      {parameters.length > 0 && (
        <section className={surfaces.card}>
          <h2>{t('Parameters')}</h2>
          <Facts
            facts={parameters.map(
              (field) =>
                [
                  field.name,
                  <span key={field.name}>
                    {[field.initial || t('not set'), field.description, field.choices?.join(' | ')].filter(Boolean).join(' · ')}
                  </span>,
                ] as const,
            )}
          />
        </section>
      )}
      {runsLabel !== undefined && <RunOverview namespace={namespace} selector={`${runsLabel}=${metadata.name ?? ''}`} />}
    </div>
  );
}

interface DeleteDialogProps {
  readonly definition: Definition;
  readonly namespace: string;
  readonly name: string;
  readonly onClose: () => void;
}

function DeleteDialog({ definition, namespace, name, onClose }: DeleteDialogProps): ReactNode {
  const client = useQueryClient();
  const [error, setError] = useState<unknown>();
  const remove = async (): Promise<void> => {
    try {
      await definition.remove(namespace, name);
      say(t('Deleted {name}', { name }));
      await client.invalidateQueries();
      navigate(routePath(definition.listRoute, { namespace }));
    } catch (problem) {
      setError(problem);
    }
  };
  return (
    <Dialog
      title={t('Delete {name}', { name })}
      onClose={onClose}
      onSubmit={() => void remove()}
      foot={
        <>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button look="danger" type="submit">
            {t('Delete')}
          </Button>
        </>
      }
    >
      <p>{t('This cannot be undone. What it has started goes on.')}</p>
      {error !== undefined && <ErrorNotice error={error} />}
    </Dialog>
  );
}
