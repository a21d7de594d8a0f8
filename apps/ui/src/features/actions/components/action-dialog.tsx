import type { Workflow } from '@argosy/api';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { messageOf } from '../../../api/client.ts';
import { navigate } from '../../../app/location.ts';
import { routePath } from '../../../app/route-table.ts';
import { Button } from '../../../design/button.tsx';
import { copyText } from '../../../design/copy.tsx';
import { Dialog } from '../../../design/dialog.tsx';
import { CheckField, TextField } from '../../../design/field.tsx';
import { ErrorNotice, say } from '../../../design/notices.tsx';
import { t } from '../../../i18n/translate.ts';
import { changedParameters, type ParameterValues, parametersOf, valuesOf } from '../../submit/model/parameters.ts';
import { ParameterForm } from '../../submit/components/parameter-form.tsx';
import { isArchived } from '../../workflows/model/workflow-row.ts';
import { type ActionInput, actionAsCommand, type ActionName, actions, noInput } from '../model/workflow-actions.ts';
import { RetryPreview } from './retry-preview.tsx';

interface ActionDialogProps {
  readonly action: ActionName;
  readonly workflow: Workflow;
  /** Preset where the action is about one node. */
  readonly nodeFieldSelector?: string;
  readonly onClose: () => void;
}

/** Asks before an action, with what it takes, and does it. */
export function ActionDialog({ action, workflow, nodeFieldSelector = '', onClose }: ActionDialogProps): ReactNode {
  const { label, explanation, dangerous, done, run } = actions[action];
  const client = useQueryClient();
  const [input, setInput] = useState<ActionInput>({ ...noInput, nodeFieldSelector });
  const [problem, setProblem] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const submit = async (): Promise<void> => {
    setBusy(true);
    try {
      const made = await run(workflow, input);
      say(t(done, { name: made?.metadata?.name ?? workflow.metadata.name ?? '' }));
      await client.invalidateQueries();
      onClose();
      follow(action, workflow, made);
    } catch (error) {
      setProblem(error);
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={t('{action} {name}', { action: t(label), name: workflow.metadata.name ?? '' })}
      onClose={onClose}
      onSubmit={() => void submit()}
      foot={
        <>
          <Button
            look="quiet"
            icon="copy"
            style={{ marginRight: 'auto' }}
            onClick={() => void copyText(actionAsCommand(action, workflow, input))}
          >
            {t('Copy as command')}
          </Button>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button type="submit" look={dangerous ? 'danger' : 'primary'} disabled={busy}>
            {t(label)}
          </Button>
        </>
      }
    >
      <p>{t(explanation)}</p>
      <ActionFields action={action} workflow={workflow} input={input} onInput={(part) => setInput({ ...input, ...part })} />
      {problem !== undefined && <ErrorNotice error={messageOf(problem)} />}
    </Dialog>
  );
}

/** A new workflow is shown; one that is gone gives way to the list. */
function follow(action: ActionName, { metadata }: Workflow, made: Workflow | undefined): void {
  if (action === 'delete') navigate(routePath('workflows', { namespace: metadata.namespace }));
  else if (action === 'resubmit' && made) navigate(routePath('workflow', { namespace: made.metadata.namespace, name: made.metadata.name }));
}

interface ActionFieldsProps {
  readonly action: ActionName;
  readonly workflow: Workflow;
  readonly input: ActionInput;
  readonly onInput: (part: Partial<ActionInput>) => void;
}

function ActionFields({ action, workflow, input, onInput }: ActionFieldsProps): ReactNode {
  switch (action) {
    case 'retry':
      return (
        <>
          <CheckField
            label={t('Also run again what succeeded')}
            checked={input.restartSuccessful}
            onChange={(event) => onInput({ restartSuccessful: event.target.checked })}
          />
          <TextField
            label={t('Only nodes that match')}
            hint={t('For example displayName=load or templateName=extract. Empty: everything that failed.')}
            value={input.nodeFieldSelector}
            onChange={(event) => onInput({ nodeFieldSelector: event.target.value })}
          />
          <RetryPreview workflow={workflow} selector={input.nodeFieldSelector} restartSuccessful={input.restartSuccessful} />
          <Overrides workflow={workflow} onInput={onInput} />
        </>
      );
    case 'resubmit':
      return (
        <>
          <CheckField
            label={t('Keep what succeeded (memoized)')}
            checked={input.memoized}
            onChange={(event) => onInput({ memoized: event.target.checked })}
          />
          <Overrides workflow={workflow} onInput={onInput} />
        </>
      );
    case 'stop':
      return (
        <TextField
          label={t('Message')}
          hint={t('Shown as the reason on the steps that it ends.')}
          value={input.message}
          onChange={(event) => onInput({ message: event.target.value })}
        />
      );
    case 'delete':
      return isArchived(workflow) ? null : (
        <CheckField
          label={t('Also delete it in the archive')}
          checked={input.archive}
          onChange={(event) => onInput({ archive: event.target.checked })}
        />
      );
    default:
      return null;
  }
}

function Overrides({
  workflow,
  onInput,
}: {
  readonly workflow: Workflow;
  readonly onInput: (part: Partial<ActionInput>) => void;
}): ReactNode {
  const parameters = parametersOf(workflow.status?.storedWorkflowTemplateSpec, workflow.spec);
  const [values, setValues] = useState<ParameterValues>(valuesOf(parameters));
  if (parameters.length === 0) return null;
  const change = (next: ParameterValues): void => {
    setValues(next);
    onInput({ parameters: changedParameters(parameters, next) });
  };
  return (
    <section style={{ display: 'contents' }}>
      <h3>{t('Parameters')}</h3>
      <ParameterForm parameters={parameters} values={values} onChange={change} />
    </section>
  );
}
