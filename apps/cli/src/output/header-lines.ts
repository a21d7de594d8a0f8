import type { Condition } from '@argosy/api';

/** One line of a header block: the label in a column of its own. Values keep their line breaks. */
export function headerLine(label: string, value: string | number | boolean | undefined, width = 20): string {
  return `${label.padEnd(width)} ${value ?? ''}\n`;
}

/** The indented list under `Conditions:`; a condition without message shows its status (acceptance 9-026). */
export function conditionLines(conditions: readonly Condition[], iconOf: (type: string) => string, width = 20): string {
  if (conditions.length === 0) return '';
  const lines = conditions.map(({ type, status, message }) => headerLine(`${iconOf(type ?? '')} ${type ?? ''}`, message || status, width));
  return headerLine('Conditions:', '', width) + lines.join('');
}
