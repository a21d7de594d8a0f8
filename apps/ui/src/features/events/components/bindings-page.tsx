import type { WorkflowEventBinding } from '@argosy/api';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { argo } from '../../../api/client.ts';
import { Link } from '../../../app/link.tsx';
import { setSearch, useLocation } from '../../../app/location.ts';
import { Page } from '../../../app/page.tsx';
import type { PageProps } from '../../../app/pages.ts';
import { routePath } from '../../../app/route-table.ts';
import { Dialog } from '../../../design/dialog.tsx';
import { EmptyState, ErrorNotice } from '../../../design/notices.tsx';
import { t } from '../../../i18n/translate.ts';
import { blockYaml } from '../../../yaml/block-yaml.ts';
import surfaces from '../../../design/surfaces.module.css';
import classes from '../../templates/components/definition.module.css';
import { editable } from '../../templates/model/definitions.ts';
import { YamlText } from '../../workflow/components/yaml-text.tsx';

/** Which events from outside start which templates (acceptance 10-034). */
export function BindingsPage({ namespace }: PageProps): ReactNode {
  const chosen = useLocation().search.get('selectedWorkflowEventBinding');
  const { data, error, refetch } = useQuery({ queryKey: ['bindings', namespace], queryFn: () => argo.events.listBindings(namespace) });
  const bindings = data?.items ?? [];
  const keyOf = ({ metadata }: WorkflowEventBinding): string => `${metadata.namespace ?? ''}/${metadata.name ?? ''}`;
  const shown = bindings.find((binding) => keyOf(binding) === chosen);
  return (
    <Page title={t('Event Bindings')}>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data && bindings.length === 0 && (
        <EmptyState icon="binding" title={t('No event bindings')}>
          {t('A workflow event binding starts a template when an event is posted to the server.')}
        </EmptyState>
      )}
      {bindings.length > 0 && (
        <div className={surfaces.frame}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th>{t('Name')}</th>
                <th>{t('Event')}</th>
                <th>{t('Starts')}</th>
              </tr>
            </thead>
            <tbody>
              {bindings.map((binding) => (
                <tr key={keyOf(binding)}>
                  <td>
                    <button
                      type="button"
                      style={{ border: 0, background: 'none', padding: 0, fontWeight: 500 }}
                      onClick={() => setSearch({ selectedWorkflowEventBinding: keyOf(binding) })}
                    >
                      {binding.metadata.name}
                    </button>
                  </td>
                  <td>
                    <code>{binding.spec.event.selector}</code>
                  </td>
                  <td>
                    <BoundTemplate binding={binding} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {shown && (
        <Dialog title={shown.metadata.name ?? ''} onClose={() => setSearch({ selectedWorkflowEventBinding: undefined })}>
          <YamlText text={blockYaml(editable(shown))} />
        </Dialog>
      )}
    </Page>
  );
}

function BoundTemplate({ binding }: { readonly binding: WorkflowEventBinding }): ReactNode {
  const ref = binding.spec.submit?.workflowTemplateRef;
  if (!ref?.name) return '–';
  const to = ref.clusterScope
    ? routePath('clusterTemplate', { name: ref.name })
    : routePath('template', { namespace: binding.metadata.namespace, name: ref.name });
  return <Link to={to}>{ref.name}</Link>;
}
