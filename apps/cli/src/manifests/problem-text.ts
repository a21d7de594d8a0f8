import type { Problem } from '@argosy/api';

/** `file:line:column: message (hint)`, leaving out what is not known. */
export function problemText(problem: Problem): string {
  const { file, line, column } = problem;
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  return `${place === '' ? '' : `${place}: `}${problemMessage(problem)}`;
}

/** The message with its hint. An unknown field is named by its whole path, as Argo does. */
export function problemMessage({ code, message, path, hint }: Problem): string {
  const text = code === 'UNKNOWN_FIELD' && path ? `unknown field "${path}"` : withPath(message, path);
  return hint ? `${text} (${hint})` : text;
}

/** Messages of the decoder do not repeat where they apply, those of the validation do. */
function withPath(message: string, path: string | undefined): string {
  if (!path || message.includes(path) || /^(spec|templates)\b/.test(message)) return message;
  return `${path}: ${message}`;
}
