import type { Workflow, WorkflowSpec } from '@argosy/api';
import { type ReactNode, useState } from 'react';
import { argo } from '../../../api/client.ts';
import { navigate, useLocation } from '../../../app/location.ts';
import { routePath } from '../../../app/route-table.ts';
import { Button } from '../../../design/button.tsx';
import { copyText } from '../../../design/copy.tsx';
import { SelectField, TextField } from '../../../design/field.tsx';
import { Menu } from '../../../design/menu.tsx';
import { ErrorNotice, say } from '../../../design/notices.tsx';
import { t } from '../../../i18n/translate.ts';
import { type ArtifactLocations, artifactsOf, workflowWithArtifacts } from '../model/artifacts.ts';
import { changedParameters, fieldOf, parametersOf, type ParameterValues, prefilled, problemOf, valuesOf } from '../model/parameters.ts';
import { type SubmitInput, submitCommand, submitCurl, submitRequest, type SubmitSource } from '../model/submission.ts';
import { ArtifactForm } from './artifact-form.tsx';
import { ParameterForm } from './parameter-form.tsx';

interface TemplateSubmitFormProps {
  readonly namespace: string;
  readonly source: SubmitSource;
  readonly spec: WorkflowSpec;
}

const UI_LABEL = 'submit-from-ui=true';

/** What a template takes, as a form (acceptance 10-031). */
export function TemplateSubmitForm({ namespace, source, spec }: TemplateSubmitFormProps): ReactNode {
  const { search } = useLocation();
  const [entrypoint, setEntrypoint] = useState('');
  const parameters = fieldsOf(spec, entrypoint);
  const [values, setValues] = useState<ParameterValues>(valuesOf(parameters, prefilled(search)));
  // Files are kept for templates of the namespace alone.
  const artifacts = source.kind === 'WorkflowTemplate' ? artifactsOf(spec, entrypoint) : [];
  const [locations, setLocations] = useState<ArtifactLocations>({});
  const [labels, setLabels] = useState(UI_LABEL);
  const [strict, setStrict] = useState(false);
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const input: SubmitInput = {
    source,
    entrypoint,
    labels,
    parameters: changedParameters(parameters, { ...valuesOf(parameters), ...values }),
  };
  const submit = async (): Promise<void> => {
    setStrict(true);
    const isMissing = artifacts.some(({ name, isOptional }) => !isOptional && locations[name] === undefined);
    if (isMissing || parameters.some((field) => problemOf(field, values[field.name] ?? field.initial) !== undefined)) return;
    setBusy(true);
    try {
      const made = await submitted(namespace, input, locations);
      say(t('Submitted {name}', { name: made.metadata.name ?? '' }));
      navigate(routePath('workflow', { namespace: made.metadata.namespace, name: made.metadata.name }));
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  const templates = (spec.templates ?? []).map(({ name }) => name ?? '');
  return (
    <form
      style={{ display: 'contents' }}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {templates.length > 1 && (
        <SelectField
          label={t('Entrypoint')}
          value={entrypoint}
          options={[
            { value: '', label: `${spec.entrypoint ?? ''} (${t('default')})` },
            ...templates.filter((name) => name !== spec.entrypoint),
          ]}
          onChange={(event) => setEntrypoint(event.target.value)}
        />
      )}
      <ParameterForm parameters={parameters} values={{ ...valuesOf(parameters), ...values }} onChange={setValues} strict={strict} />
      <ArtifactForm
        namespace={namespace}
        template={source.name}
        artifacts={artifacts}
        locations={locations}
        onChange={setLocations}
        strict={strict}
      />
      <TextField label={t('Labels')} value={labels} onChange={(event) => setLabels(event.target.value)} />
      {error !== undefined && <ErrorNotice error={error} />}
      <div style={{ display: 'flex', gap: 8 }}>
        <Menu
          label={t('Copy as')}
          text={t('Copy as')}
          items={[
            { label: t('Command'), icon: 'copy', onSelect: () => void copyText(submitCommand(namespace, input)) },
            { label: 'curl', icon: 'copy', onSelect: () => void copyText(submitCurl(namespace, input)) },
          ]}
        />
        <span style={{ flex: 1 }} />
        <Button look="primary" type="submit" disabled={busy}>
          {t('Submit')}
        </Button>
      </div>
    </form>
  );
}

function submitted(namespace: string, input: SubmitInput, locations: ArtifactLocations): Promise<Workflow> {
  return Object.keys(locations).length > 0
    ? argo.workflows.create(namespace, workflowWithArtifacts(namespace, input, locations))
    : argo.workflows.submit(namespace, submitRequest(input));
}

/** Of another entrypoint its own inputs are asked for, too. */
function fieldsOf(spec: WorkflowSpec, entrypoint: string) {
  const own = parametersOf(spec);
  const inputs = spec.templates?.find(({ name }) => name === entrypoint)?.inputs?.parameters ?? [];
  return [...own, ...inputs.filter(({ name }) => !own.some((field) => field.name === name)).map(fieldOf)];
}
