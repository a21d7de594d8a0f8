import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { parse } from 'yaml';
import { messageOf } from '../../../api/client.ts';
import { Button } from '../../../design/button.tsx';
import { Dialog } from '../../../design/dialog.tsx';
import { ErrorNotice, Notice, say } from '../../../design/notices.tsx';
import { t } from '../../../i18n/translate.ts';
import { blockYaml } from '../../../yaml/block-yaml.ts';
import { CodeEditor } from '../../editor/components/code-editor-lazy.tsx';
import { FileButton } from '../../submit/components/manifest-submit.tsx';
import { type DefinitionKind, type DefinitionObject, definitions, editable } from '../model/definitions.ts';
import classes from './definition.module.css';
import { DiffView } from './diff-view.tsx';

interface DefinitionEditorProps {
  readonly kind: DefinitionKind;
  readonly namespace: string;
  /** Absent: a new one is written. */
  readonly object?: DefinitionObject;
  readonly onSaved: (object: DefinitionObject) => void;
}

/** Edits an object as text; shows what changes before it is saved, and what someone else changed meanwhile. */
export function DefinitionEditor({ kind, namespace, object, onSaved }: DefinitionEditorProps): ReactNode {
  const { example, lint, schema = '' } = definitions[kind];
  const [base, setBase] = useState(object);
  const original = base ? `${blockYaml(editable(base))}\n` : example;
  const [text, setText] = useState(original);
  const [reviewing, setReviewing] = useState(false);
  const check = async (next: string): Promise<string | undefined> => {
    if (!lint) return undefined;
    return lint(namespace, parse(next) as DefinitionObject).then(() => undefined, messageOf);
  };
  return (
    <div className={classes.editor}>
      <CodeEditor label={t('Manifest')} text={text} onText={setText} schema={schema} check={check} />
      <div style={{ display: 'flex', gap: 8 }}>
        <FileButton onText={setText} />
        <span style={{ flex: 1 }} />
        <Button disabled={text === original} onClick={() => setText(original)}>
          {t('Undo all')}
        </Button>
        <Button look="primary" disabled={base !== undefined && text === original} onClick={() => setReviewing(true)}>
          {base ? t('Review and save') : t('Create')}
        </Button>
      </div>
      {reviewing && (
        <ReviewDialog
          kind={kind}
          namespace={namespace}
          base={base}
          text={text}
          onClose={() => setReviewing(false)}
          onTheirs={(theirs) => setBase(theirs)}
          onSaved={(saved) => {
            setBase(saved);
            setText(`${blockYaml(editable(saved))}\n`);
            setReviewing(false);
            onSaved(saved);
          }}
        />
      )}
    </div>
  );
}

interface ReviewDialogProps {
  readonly kind: DefinitionKind;
  readonly namespace: string;
  readonly base: DefinitionObject | undefined;
  readonly text: string;
  readonly onClose: () => void;
  readonly onTheirs: (object: DefinitionObject) => void;
  readonly onSaved: (object: DefinitionObject) => void;
}

function ReviewDialog({ kind, namespace, base, text, onClose, onTheirs, onSaved }: ReviewDialogProps): ReactNode {
  const client = useQueryClient();
  const { create, update, get } = definitions[kind];
  const [error, setError] = useState<unknown>();
  const [theirs, setTheirs] = useState(false);
  const save = async (): Promise<void> => {
    try {
      const written = parse(text) as DefinitionObject;
      const saved = base
        ? await update(namespace, {
            ...written,
            metadata: { ...written.metadata, ...(base.metadata.resourceVersion && { resourceVersion: base.metadata.resourceVersion }) },
          })
        : await create(written.metadata.namespace ?? namespace, written);
      say(t('Saved {name}', { name: saved.metadata.name ?? '' }));
      await client.invalidateQueries();
      onSaved(saved);
    } catch (problem) {
      setError(problem);
      if (base && isConflict(problem)) {
        onTheirs(await get(namespace, base.metadata.name ?? ''));
        setTheirs(true);
      }
    }
  };
  return (
    <Dialog
      title={base ? t('Review and save') : t('Create')}
      onClose={onClose}
      onSubmit={() => void save()}
      foot={
        <>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button look="primary" type="submit">
            {base ? t('Save') : t('Create')}
          </Button>
        </>
      }
    >
      {theirs && (
        <Notice look="warn">
          {t('Someone else has changed it meanwhile. Below is your text against theirs; saving again writes yours.')}
        </Notice>
      )}
      {base ? (
        <DiffView before={`${blockYaml(editable(base))}\n`} after={text} />
      ) : (
        <p>{t('The server checks it before it is created.')}</p>
      )}
      {error !== undefined && !theirs && <ErrorNotice error={error} />}
    </Dialog>
  );
}

function isConflict(error: unknown): boolean {
  const status = (error as { status?: string }).status;
  return status === 'ALREADY_EXISTS' || status === 'ABORTED' || /the object has been modified/.test(messageOf(error));
}
