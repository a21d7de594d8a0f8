import type { ReactNode } from 'react';

const TOKENS = /\*\*(.+?)\*\*|__(.+?)__|\*(.+?)\*|_(.+?)_|`(.+?)`|\[([^\]]+)\]\((https?:\/\/[^)\s]+)\)/g;

/** Bold, italics, code and web links of one line; anything else is shown as it is written. */
export function InlineMarkdown({ text }: { readonly text: string }): ReactNode {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const match of text.matchAll(TOKENS)) {
    if (match.index > end) parts.push(text.slice(end, match.index));
    parts.push(<span key={match.index}>{element(match)}</span>);
    end = match.index + match[0].length;
  }
  parts.push(text.slice(end).replaceAll('\n', ' '));
  return parts;
}

function element([, bold, boldToo, italic, italicToo, code, label, address]: RegExpMatchArray): ReactNode {
  if (bold ?? boldToo) return <strong>{bold ?? boldToo}</strong>;
  if (italic ?? italicToo) return <em>{italic ?? italicToo}</em>;
  if (code) return <code>{code}</code>;
  // A link within a link is no valid page: the address shows as a tooltip of its text.
  return <span title={address}>{label}</span>;
}
