import type { NodeOutputs } from '@argosy/api';

/** What an executor says of its node, carried by the termination message of its container. */
export interface ExecutorReport {
  readonly completed: boolean;
  readonly outputs?: NodeOutputs;
  readonly progress?: string;
}

/** Most bytes that a kubelet keeps of a termination message. */
export const maxTerminationMessage = 4096;

const mark = '\u241eargosy:';

/**
 * The text of a termination message that holds a message for people and the report after it; undefined when it does not fit, so that the
 * report must travel as a WorkflowTaskResult.
 */
export function encodeReport(report: ExecutorReport, message = ''): string | undefined {
  const text = `${message}${mark}${JSON.stringify(report)}`;
  return utf8Length(text) <= maxTerminationMessage ? text : undefined;
}

/** Takes a termination message apart; a message without a report is all text. */
export function decodeReport(text: string): { readonly message: string; readonly report?: ExecutorReport } {
  const at = text.indexOf(mark);
  if (at < 0) return { message: text };
  try {
    return { message: text.slice(0, at), report: JSON.parse(text.slice(at + mark.length)) as ExecutorReport };
  } catch {
    // Cut off by whoever stored it: what is readable stays, the report counts as not given.
    return { message: text.slice(0, at) };
  }
}

function utf8Length(text: string): number {
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}
