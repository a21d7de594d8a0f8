import type { NodeStatus, Workflow } from '@argosy/api';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Button } from '../../../design/button.tsx';
import controls from '../../../design/controls.module.css';
import { ErrorNotice, say } from '../../../design/notices.tsx';
import { t } from '../../../i18n/translate.ts';
import { ParameterForm } from '../../submit/components/parameter-form.tsx';
import { problemOf, type ParameterValues, valuesOf } from '../../submit/model/parameters.ts';
import { resumeNode, suppliedFields } from '../model/approval.ts';

/** Asks what a suspended step waits for, and lets it go on (acceptance 10-020). */
export function ResumeForm({ workflow, node }: { readonly workflow: Workflow; readonly node: NodeStatus }): ReactNode {
  const client = useQueryClient();
  const fields = suppliedFields(node);
  const [values, setValues] = useState<ParameterValues>(valuesOf(fields));
  const [strict, setStrict] = useState(false);
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const submit = async (): Promise<void> => {
    setStrict(true);
    if (fields.some((field) => problemOf(field, values[field.name] ?? '') !== undefined)) return;
    setBusy(true);
    try {
      await resumeNode({ workflow, node }, values);
      say(t('Resumed {name}', { name: node.displayName ?? node.name }));
      await client.invalidateQueries({ queryKey: ['workflow'] });
    } catch (problem) {
      setError(problem);
    }
    setBusy(false);
  };
  return (
    <form
      className={`${controls.notice} ${controls.warn}`}
      style={{ flexDirection: 'column', alignItems: 'stretch' }}
      aria-label={t('Resume {name}', { name: node.displayName ?? node.name })}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <strong>{node.message ?? t('This step waits for someone to resume it.')}</strong>
      <ParameterForm parameters={fields} values={values} onChange={setValues} strict={strict} />
      {error !== undefined && <ErrorNotice error={error} />}
      <div>
        <Button look="primary" type="submit" icon="play" disabled={busy}>
          {t('Resume')}
        </Button>
      </div>
    </form>
  );
}
