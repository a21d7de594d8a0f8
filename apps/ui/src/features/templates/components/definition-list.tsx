import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from '../../../app/link.tsx';
import { navigate, setSearch, useLocation } from '../../../app/location.ts';
import { Page } from '../../../app/page.tsx';
import { routePath } from '../../../app/route-table.ts';
import { isMissing } from '../../../api/client.ts';
import { Button } from '../../../design/button.tsx';
import controls from '../../../design/controls.module.css';
import { Dialog } from '../../../design/dialog.tsx';
import { EmptyState, ErrorNotice } from '../../../design/notices.tsx';
import { InlineMarkdown } from '../../../design/inline-markdown.tsx';
import { t } from '../../../i18n/translate.ts';
import { Time } from '../../../time/times.tsx';
import { type DefinitionKind, type DefinitionObject, definitions } from '../model/definitions.ts';
import { DefinitionEditor } from './definition-editor.tsx';
import surfaces from '../../../design/surfaces.module.css';
import classes from './definition.module.css';

export interface DefinitionColumn {
  readonly label: string;
  readonly cell: (object: DefinitionObject) => ReactNode;
}

interface DefinitionListProps {
  readonly kind: DefinitionKind;
  readonly namespace: string;
  readonly columns?: readonly DefinitionColumn[];
  /** More filters than name and label. */
  readonly fits?: (object: DefinitionObject) => boolean;
  readonly filters?: ReactNode;
}

const NEW = 'new';

/** All objects of a kind, with a filter by name and label. */
export function DefinitionList({ kind, namespace, columns = [], fits = () => true, filters }: DefinitionListProps): ReactNode {
  const { title, one, icon, list, route } = definitions[kind];
  const { search } = useLocation();
  const [text, setText] = useState(search.get('namePattern') ?? '');
  const { data, error, refetch } = useQuery({ queryKey: ['definitions', kind, namespace], queryFn: () => list(namespace) });
  const shown = (data ?? []).filter((object) => matches(object, text) && fits(object));
  const create = (
    <Button look="primary" icon="plus" onClick={() => setSearch({ sidePanel: NEW }, { push: true })}>
      {t('Create')}
    </Button>
  );
  return (
    <Page title={t(title)} actions={create}>
      <div className={classes.filters}>
        <input
          className={controls.input}
          aria-label={t('Filter')}
          placeholder={t('Name or label=value')}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setSearch({ namePattern: event.target.value });
          }}
        />
        {filters}
      </div>
      {error && (
        <ErrorNotice error={isMissing(error) ? new Error(t('This server does not have them.')) : error} onRetry={() => void refetch()} />
      )}
      {data && shown.length === 0 && (
        <EmptyState
          icon={icon}
          title={data.length === 0 ? t('Nothing here yet') : t('Nothing matches')}
          actions={data.length === 0 ? create : undefined}
        />
      )}
      {shown.length > 0 && (
        <ListTable
          objects={shown}
          columns={columns}
          namespaced={namespace === ''}
          pathOf={({ metadata }) => routePath(route, { namespace: metadata.namespace, name: metadata.name })}
        />
      )}
      {search.get('sidePanel') === NEW && (
        <Dialog wide title={t('Create {kind}', { kind: t(one) })} onClose={() => setSearch({ sidePanel: undefined })}>
          <DefinitionEditor
            kind={kind}
            namespace={namespace || 'default'}
            onSaved={({ metadata }) => navigate(routePath(route, { namespace: metadata.namespace, name: metadata.name }))}
          />
        </Dialog>
      )}
    </Page>
  );
}

interface ListTableProps {
  readonly objects: readonly DefinitionObject[];
  readonly columns: readonly DefinitionColumn[];
  readonly namespaced: boolean;
  readonly pathOf: (object: DefinitionObject) => string;
}

function ListTable({ objects, columns, namespaced, pathOf }: ListTableProps): ReactNode {
  return (
    <div className={surfaces.frame}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th>{t('Name')}</th>
            {namespaced && <th>{t('Namespace')}</th>}
            {columns.map(({ label }) => (
              <th key={label}>{label}</th>
            ))}
            <th>{t('Created')}</th>
          </tr>
        </thead>
        <tbody>
          {objects.map((object) => (
            <tr key={object.metadata.uid ?? `${object.metadata.namespace ?? ''}/${object.metadata.name ?? ''}`}>
              <td>
                <Link to={pathOf(object)}>{object.metadata.name}</Link>
                <Description object={object} />
              </td>
              {namespaced && <td>{object.metadata.namespace}</td>}
              {columns.map(({ label, cell }) => (
                <td key={label}>{cell(object)}</td>
              ))}
              <td style={{ whiteSpace: 'nowrap' }}>
                <Time at={object.metadata.creationTimestamp} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Description({ object }: { readonly object: DefinitionObject }): ReactNode {
  const text = object.metadata.annotations?.['workflows.argoproj.io/description'];
  return text === undefined ? null : (
    <small>
      <InlineMarkdown text={text} />
    </small>
  );
}

function matches({ metadata }: DefinitionObject, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  if (wanted.includes('='))
    return Object.entries(metadata.labels ?? {}).some(([key, value]) => `${key}=${value}`.toLowerCase().includes(wanted));
  return (metadata.name ?? '').toLowerCase().includes(wanted);
}
