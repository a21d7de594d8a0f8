import { autocompletion, closeBrackets, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, foldGutter, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, lintGutter, lintKeymap, linter, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { type ReactNode, useEffect, useRef } from 'react';
import { t } from '../../../i18n/translate.ts';
import { readSchema } from '../model/schemas.ts';
import type { Schema } from '../model/schema-walk.ts';
import { schemaCompletion, schemaHover, serverDiagnostic, syntaxDiagnostics } from '../model/yaml-language.ts';

export interface CodeEditorProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  /** The kind whose schema completes, `workflows` for example. */
  readonly schema: string;
  /** Asks the server what is wrong with the text; `undefined` if nothing is. */
  readonly check?: (text: string) => Promise<string | undefined>;
  readonly label: string;
}

const CHECK_AFTER = 700;

/** An editor for manifests: completion and help from the schema, and what is wrong as one writes. */
export function CodeEditor({ text, onText, schema, check, label }: CodeEditorProps): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const latest = useRef({ onText, check });
  latest.current = { onText, check };
  useEffect(() => {
    let known: Schema | undefined;
    const read = async (): Promise<void> => {
      known = await readSchema(schema);
    };
    void read();
    const extensions = editorExtensions(() => known, {
      label,
      onText: (next) => latest.current.onText(next),
      check: (next) => latest.current.check?.(next) ?? Promise.resolve(undefined),
    });
    const made = new EditorView({ parent: host.current as HTMLDivElement, state: EditorState.create({ doc: text, extensions }) });
    view.current = made;
    return () => made.destroy();
    // The text that comes later is set below; a new editor would lose the history.
  }, [schema, label]);
  useEffect(() => {
    const editor = view.current;
    if (editor && editor.state.doc.toString() !== text)
      editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text }, effects: [] }, setDiagnostics(editor.state, []));
  }, [text]);
  return (
    <div
      ref={host}
      style={{ flex: 1, minHeight: 0, display: 'flex', border: '1px solid var(--line)', borderRadius: 6, overflow: 'hidden' }}
    />
  );
}

interface EditorOptions {
  readonly label: string;
  readonly onText: (text: string) => void;
  readonly check: (text: string) => Promise<string | undefined>;
}

function editorExtensions(schema: () => Schema | undefined, { label, onText, check }: EditorOptions): Extension[] {
  const diagnose = async (view: EditorView): Promise<readonly Diagnostic[]> => {
    const own = syntaxDiagnostics(view);
    if (own.some(({ severity }) => severity === 'error')) return own;
    const message = await check(view.state.doc.toString());
    return message === undefined ? own : [...own, serverDiagnostic(view, message)];
  };
  return [
    lineNumbers(),
    foldGutter(),
    history(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    highlightSelectionMatches(),
    yaml(),
    syntaxHighlighting(HIGHLIGHT),
    lintGutter(),
    linter(diagnose, { delay: CHECK_AFTER }),
    autocompletion({ override: [schemaCompletion(schema)] }),
    schemaHover(schema),
    keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...completionKeymap, ...lintKeymap, indentWithTab]),
    EditorView.contentAttributes.of({ 'aria-label': `${label}. ${t('Escape, then Tab leaves the editor.')}` }),
    EditorView.updateListener.of((update) => update.docChanged && onText(update.state.doc.toString())),
    THEME,
  ];
}

const HIGHLIGHT = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--accent)' },
  { tag: [tags.string, tags.content], color: 'var(--text)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--suspended)' },
  { tag: tags.comment, color: 'var(--muted)', fontStyle: 'italic' },
  { tag: [tags.meta, tags.punctuation, tags.separator], color: 'var(--muted)' },
]);

const THEME = EditorView.theme({
  '&': { flex: '1', minWidth: '0', height: '100%', fontSize: '12px', backgroundColor: 'var(--surface)', color: 'var(--text)' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '18px' },
  '.cm-gutters': { backgroundColor: 'var(--sunken)', color: 'var(--muted)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'color-mix(in srgb, var(--accent) 7%, transparent)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--accent) 25%, transparent) !important',
  },
  '.cm-tooltip, .cm-panels': {
    backgroundColor: 'var(--raised)',
    color: 'var(--text)',
    border: '1px solid var(--line)',
    borderRadius: '6px',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--accent-tint)', color: 'var(--text)' },
  '.cm-completionDetail': { color: 'var(--muted)', fontStyle: 'normal' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
});
