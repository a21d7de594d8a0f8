import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { argo } from '../../../api/client.ts';
import { SelectField } from '../../../design/field.tsx';
import { ErrorNotice, EmptyState } from '../../../design/notices.tsx';
import { t } from '../../../i18n/translate.ts';
import { TemplateSubmitForm } from './template-submit-form.tsx';

interface PickedTemplateSubmitProps {
  readonly namespace: string;
  readonly name: string;
  readonly onName: (name: string) => void;
}

/** Asks for the template first, then for what it takes. */
export function PickedTemplateSubmit({ namespace, name, onName }: PickedTemplateSubmitProps): ReactNode {
  const { data, error, refetch } = useQuery({ queryKey: ['templates', namespace], queryFn: () => argo.workflowTemplates.list(namespace) });
  const templates = data?.items ?? [];
  const chosen = templates.find(({ metadata }) => metadata.name === name);
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (data && templates.length === 0) return <EmptyState icon="template" title={t('No templates in {name}', { name: namespace })} />;
  return (
    <div style={{ display: 'flex', flexDirection: 'column', gap: 14, maxWidth: 640, paddingTop: 8 }}>
      <SelectField
        label={t('Template')}
        value={name}
        options={[{ value: '', label: t('Choose…') }, ...templates.map(({ metadata }) => metadata.name ?? '')]}
        onChange={(event) => onName(event.target.value)}
      />
      {chosen && <TemplateSubmitForm key={name} namespace={namespace} source={{ kind: 'WorkflowTemplate', name }} spec={chosen.spec} />}
    </div>
  );
}
