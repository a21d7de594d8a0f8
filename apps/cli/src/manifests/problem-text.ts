import type { Problem } from '@argosy/api';

/** `file:line:column: message`, and the hint on a line of its own: scripts read messages to the end of the line. */
export function problemText(problem: Problem): string {
  const { file, line, column, hint } = problem;
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  return `${place === '' ? '' : `${place}: `}${problemMessage(problem)}${hint ? `\n  Hint: ${hint}` : ''}`;
}

/** The message alone. An unknown field is named by its whole path, as Argo does. */
function problemMessage({ code, message, path }: Problem): string {
  if (!path) return message;
  if (code === 'UNKNOWN_FIELD') return `strict decoding error: unknown field "${path}"`;
  // Messages of the validation say where they apply, in Argo's words; those of the reader do not.
  return code === 'INVALID' ? message : `${path}: ${message}`;
}
