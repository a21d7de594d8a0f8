import type { LogFields, LogLevel } from '@argosy/std';

export interface TextLineParts {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: LogFields;
}

/** A log line for people: `time=2026-01-02T03:04:05.678Z level=info msg="became the leader" lease=workflow-controller`. */
export function textLine(time: Date, { level, message, fields }: TextLineParts): string {
  const parts = [`time=${time.toISOString()}`, `level=${level}`, `msg=${JSON.stringify(message)}`];
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) parts.push(`${name}=${valueText(value)}`);
  return `${parts.join(' ')}\n`;
}

function valueText(value: unknown): string {
  const text = value instanceof Error ? value.message : typeof value === 'string' ? value : JSON.stringify(value);
  return /^[\w./:@+-]+$/.test(text) ? text : JSON.stringify(text);
}
