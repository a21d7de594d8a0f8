import { lazy, type ReactNode, Suspense } from 'react';
import type { CodeEditorProps } from './code-editor.tsx';

const Editor = lazy(async () => ({ default: (await import('./code-editor.tsx')).CodeEditor }));

/** The editor is larger than the rest of the page: it comes when it is needed. */
export function CodeEditor(props: CodeEditorProps): ReactNode {
  return (
    <Suspense fallback={<div aria-busy="true" style={{ flex: 1 }} />}>
      <Editor {...props} />
    </Suspense>
  );
}
