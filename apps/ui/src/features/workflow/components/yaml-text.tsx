import { type ReactNode, useMemo } from 'react';
import classes from './yaml-text.module.css';

/** Keys, comments and the rest of a manifest in quiet colours; no editor, so nothing has to be loaded for it. */
export function YamlText({ text }: { readonly text: string }): ReactNode {
  const lines = useMemo(() => text.split('\n'), [text]);
  return (
    <pre className={classes.text} tabIndex={0}>
      {lines.slice(0, MOST).map((line, index) => (
        <Line key={index} line={line} />
      ))}
      {lines.length > MOST && '…'}
    </pre>
  );
}

const MOST = 4000;

function Line({ line }: { readonly line: string }): ReactNode {
  const match = /^(\s*(?:- )*)([\w./$-]+)(:)(\s.*|)$/.exec(line);
  if (!match) return `${line}\n`;
  const [, indent, key, colon, rest] = match;
  return (
    <>
      {indent}
      <span className={classes.key}>{key}</span>
      {colon}
      {rest}
      {'\n'}
    </>
  );
}
