import type { Workflow } from '@argosy/api';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { messageOf } from '../../../api/client.ts';
import { Button, IconButton } from '../../../design/button.tsx';
import { Dialog } from '../../../design/dialog.tsx';
import { CheckField, TextField } from '../../../design/field.tsx';
import { Icon } from '../../../design/icon.tsx';
import { t } from '../../../i18n/translate.ts';
import { type ActionName, actionNames, actions, noInput } from '../../actions/model/workflow-actions.ts';
import { keyOf } from '../model/live-list.ts';
import classes from './workflow-list.module.css';

interface BulkBarProps {
  readonly workflows: readonly Workflow[];
  readonly onClear: () => void;
}

/** What can be done with the selected rows; an action that fits only some says how many. */
export function BulkBar({ workflows, onClear }: BulkBarProps): ReactNode {
  const [asked, setAsked] = useState<Asked>();
  return (
    <>
      {workflows.length > 0 && <ActionBar workflows={workflows} onClear={onClear} onAsk={setAsked} />}
      {asked && <BulkDialog action={asked.action} workflows={asked.workflows} onClose={() => setAsked(undefined)} onDone={onClear} />}
    </>
  );
}

/** The rows as they were: those that are deleted leave the list while the results are still of interest. */
interface Asked {
  readonly action: ActionName;
  readonly workflows: readonly Workflow[];
}

function ActionBar({ workflows, onClear, onAsk }: BulkBarProps & { readonly onAsk: (asked: Asked) => void }): ReactNode {
  return (
    <div className={classes.bulk} role="toolbar" aria-label={t('Selected workflows')}>
      <strong>{t('{count} selected', { count: workflows.length })}</strong>
      {actionNames.map((action) => {
        const fitting = workflows.filter(actions[action].allowed);
        const some = fitting.length > 0 && fitting.length < workflows.length ? ` ${fitting.length}` : '';
        return (
          <Button
            key={action}
            small
            look="quiet"
            icon={actions[action].icon}
            disabled={fitting.length === 0}
            onClick={() => onAsk({ action, workflows: fitting })}
          >
            {t(actions[action].label)}
            {some}
          </Button>
        );
      })}
      <IconButton small icon="close" label={t('Clear selection')} onClick={onClear} />
    </div>
  );
}

/** More than this many are confirmed by typing the number. */
const TYPE_FROM = 10;
const AT_ONCE = 4;

interface BulkDialogProps {
  readonly action: ActionName;
  readonly workflows: readonly Workflow[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}

interface RowResult {
  readonly name: string;
  readonly error?: string;
}

function BulkDialog({ action, workflows, onClose, onDone }: BulkDialogProps): ReactNode {
  const client = useQueryClient();
  const [results, setResults] = useState<ReadonlyMap<string, RowResult>>();
  const [typed, setTyped] = useState('');
  const [archive, setArchive] = useState(false);
  const { label, explanation, dangerous } = actions[action];
  const mustType = dangerous === true && workflows.length > TYPE_FROM;
  const run = async (): Promise<void> => {
    const outcome = new Map<string, RowResult>();
    setResults(new Map());
    await eachOf(workflows, async (workflow) => {
      const name = workflow.metadata.name ?? '';
      const error = await actions[action].run(workflow, { ...noInput, archive }).then(() => undefined, messageOf);
      outcome.set(keyOf(workflow), { name, ...(error !== undefined && { error }) });
      setResults(new Map(outcome));
    });
    await client.invalidateQueries({ queryKey: ['workflows'] });
  };
  const title = t('{action} {count} workflows', { action: t(label), count: workflows.length });
  if (results) return <ResultDialog title={title} results={results} count={workflows.length} onClose={() => [onClose(), onDone()]} />;
  return (
    <Dialog
      title={title}
      onClose={onClose}
      onSubmit={() => void run()}
      foot={
        <>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button type="submit" look={dangerous ? 'danger' : 'primary'} disabled={mustType && typed !== String(workflows.length)}>
            {t(label)}
          </Button>
        </>
      }
    >
      <p>{t(explanation)}</p>
      {action === 'delete' && (
        <CheckField label={t('Also delete it in the archive')} checked={archive} onChange={(event) => setArchive(event.target.checked)} />
      )}
      {mustType && (
        <TextField
          label={t('Type {count} to confirm', { count: workflows.length })}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      )}
    </Dialog>
  );
}

interface ResultDialogProps {
  readonly title: string;
  readonly results: ReadonlyMap<string, RowResult>;
  readonly count: number;
  readonly onClose: () => void;
}

function ResultDialog({ title, results, count, onClose }: ResultDialogProps): ReactNode {
  const failed = [...results.values()].filter(({ error }) => error !== undefined).length;
  return (
    <Dialog
      title={title}
      onClose={onClose}
      foot={
        <Button look="primary" onClick={onClose}>
          {t('Close')}
        </Button>
      }
    >
      <p role="status">{t('{done} of {count} done, {failed} failed', { done: results.size - failed, count, failed })}</p>
      <div className={classes.results}>
        {[...results].map(([key, { name, error }]) => (
          <div key={key} style={{ display: 'contents' }}>
            <span style={{ color: error === undefined ? 'var(--succeeded)' : 'var(--failed)' }}>
              <Icon name={error === undefined ? 'check' : 'warning'} />
            </span>
            <span>
              {name}
              {error !== undefined && <small>{error}</small>}
            </span>
          </div>
        ))}
      </div>
    </Dialog>
  );
}

/** A few requests at a time, so that the server answers others, too. */
async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
