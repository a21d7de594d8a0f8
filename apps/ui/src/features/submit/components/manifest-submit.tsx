import type { Workflow } from '@argosy/api';
import { type ChangeEvent, type ReactNode, useDeferredValue, useMemo, useRef, useState } from 'react';
import { argo } from '../../../api/client.ts';
import { navigate } from '../../../app/location.ts';
import { routePath } from '../../../app/route-table.ts';
import { Button } from '../../../design/button.tsx';
import { copyText } from '../../../design/copy.tsx';
import { ErrorNotice, say } from '../../../design/notices.tsx';
import { t } from '../../../i18n/translate.ts';
import { CodeEditor } from '../../editor/components/code-editor-lazy.tsx';
import { GraphView } from '../../graph/components/graph-view.tsx';
import { checkWorkflow, exampleManifest, readManifest } from '../model/submission.ts';
import classes from './submit.module.css';

/** Writes a manifest beside a picture of what it would do. */
export function ManifestSubmit({ namespace }: { readonly namespace: string }): ReactNode {
  const [text, setText] = useState(exampleManifest);
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const submit = async (): Promise<void> => {
    setBusy(true);
    try {
      const workflow = readManifest(text);
      const made = await argo.workflows.create(workflow.metadata?.namespace ?? namespace, workflow);
      say(t('Submitted {name}', { name: made.metadata.name ?? '' }));
      navigate(routePath('workflow', { namespace: made.metadata.namespace, name: made.metadata.name }));
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <div className={classes.side}>
      <div className={classes.tall}>
        <CodeEditor
          label={t('Manifest')}
          text={text}
          onText={setText}
          schema="workflows"
          check={(next) => checkWorkflow(namespace, next)}
        />
        <SpecPreview text={text} />
      </div>
      {error !== undefined && <ErrorNotice error={error} />}
      <div className={classes.tools}>
        <FileButton onText={setText} />
        <Button icon="copy" onClick={() => void copyText(`argo submit -n ${namespace} - <<'EOF'\n${text}EOF`)}>
          {t('Copy as command')}
        </Button>
        <span style={{ flex: 1 }} />
        <Button look="primary" disabled={busy} onClick={() => void submit()}>
          {t('Submit')}
        </Button>
      </div>
    </div>
  );
}

export function FileButton({ onText }: { readonly onText: (text: string) => void }): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  const read = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const [file] = event.target.files ?? [];
    if (file) onText(await file.text());
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept=".yaml,.yml,.json"
        aria-label={t('Open a file')}
        onChange={(event) => void read(event)}
      />
      <Button icon="upload" onClick={() => input.current?.click()}>
        {t('Open a file')}
      </Button>
    </>
  );
}

/** What the spec would do, as far as the text can be read. */
function SpecPreview({ text }: { readonly text: string }): ReactNode {
  const wanted = useDeferredValue(text);
  const workflow = useMemo(() => previewOf(wanted), [wanted]);
  if (!workflow) return null;
  return (
    <div className={classes.graph}>
      <GraphView
        key={JSON.stringify(workflow.spec.templates?.map(({ name }) => name))}
        workflow={workflow}
        selected={undefined}
        onSelect={() => undefined}
        plain
      />
    </div>
  );
}

function previewOf(text: string): Workflow | undefined {
  try {
    const { metadata, spec } = readManifest(text);
    return spec && { metadata: { ...metadata, name: metadata?.name ?? 'preview', uid: text }, spec };
  } catch {
    return undefined;
  }
}
