import type { Artifact, NodeOutputs, NodePhase, Parameter } from '@argosy/api';

/** What an executor says of its node. It travels in the termination message of its container, or in a WorkflowTaskResult. */
export interface ExecutorReport {
  readonly nodeId?: string;
  /** False while the executor still has something to report. */
  readonly completed: boolean;
  readonly phase?: NodePhase;
  readonly outputs?: NodeOutputs;
  readonly progress?: string;
  /** The outputs were too large for this message: they are in the WorkflowTaskResult named like the node's id, wait for it. */
  readonly stored?: 'taskResult';
  /** What became of artifacts that were to be deleted. */
  readonly deletion?: DeletionReport;
}

/** Artifacts count in the order of the plan; those that are not mentioned are gone. */
export interface DeletionReport {
  readonly failures: readonly { readonly error: string; readonly artifacts: readonly number[] }[];
  /** There is no room to say which artifacts it was: none counts as gone. */
  readonly incomplete?: true;
}

export interface DecodedReport {
  /** The part for people. */
  readonly message: string;
  readonly report?: ExecutorReport;
}

export interface EncodeReportOptions {
  /** For people; it comes first. */
  readonly message?: string;
  /** gzip and base64, tried when the plain text does not fit. */
  readonly compress?: (json: string) => string;
}

/** Most bytes that a kubelet keeps of a termination message. */
export const maxTerminationMessage = 4096;

const plainMark = '\u241eargosy:';
const packedMark = '\u241eargosy+gzip:';
/** Room that is left to the message when the report alone fits, so that an error of any length does not push results out. */
const maxMessage = 1024;

/** The text of a termination message: the message, then the report. `undefined` when both do not fit: the report must travel otherwise. */
export function encodeReport(report: ExecutorReport, { message = '', compress }: EncodeReportOptions = {}): string | undefined {
  const json = JSON.stringify(report);
  const start = cutTo(message, maxMessage);
  const plain = `${start}${plainMark}${json}`;
  if (utf8Length(plain) <= maxTerminationMessage) return plain;
  if (!compress) return undefined;
  const packed = `${start}${packedMark}${compress(json)}`;
  return utf8Length(packed) <= maxTerminationMessage ? packed : undefined;
}

/** Takes a termination message apart; a message without a report is all text. `decompress` undoes `compress`. */
export function decodeReport(text: string, decompress?: (base64: string) => string): DecodedReport {
  const [plainAt, packedAt] = [text.lastIndexOf(plainMark), text.lastIndexOf(packedMark)];
  const at = Math.max(plainAt, packedAt);
  if (at < 0) return { message: text };
  const message = text.slice(0, at);
  try {
    const json = packedAt > plainAt ? decompress?.(text.slice(at + packedMark.length)) : text.slice(at + plainMark.length);
    const report: unknown = json === undefined ? undefined : JSON.parse(json);
    return isReport(report) ? { message, report } : { message };
  } catch {
    // Cut off by whoever stored it: what is readable stays, the report counts as not given.
    return { message };
  }
}

/** One report of those of a pod's containers: a resource template's main container reports parameters, its wait container logs. */
export function mergeReports(reports: readonly ExecutorReport[]): ExecutorReport | undefined {
  if (reports.length <= 1) return reports[0];
  const parameters = reports.flatMap(({ outputs }): readonly Parameter[] => outputs?.parameters ?? []);
  const artifacts = reports.flatMap(({ outputs }): readonly Artifact[] => outputs?.artifacts ?? []);
  const merged = Object.assign({}, ...reports) as ExecutorReport;
  const outputs: NodeOutputs = {
    ...(Object.assign({}, ...reports.map(({ outputs }) => outputs)) as NodeOutputs),
    ...(parameters.length > 0 && { parameters }),
    ...(artifacts.length > 0 && { artifacts }),
  };
  return { ...merged, outputs, completed: reports.every(({ completed }) => completed) };
}

function isReport(value: unknown): value is ExecutorReport {
  return typeof value === 'object' && value !== null && typeof (value as { completed?: unknown }).completed === 'boolean';
}

function cutTo(text: string, bytes: number): string {
  let [length, end] = [0, 0];
  for (const character of text) {
    length += utf8Length(character);
    if (length > bytes) return `${text.slice(0, end)}…`;
    end += character.length;
  }
  return text;
}

/** Bytes of a text in UTF-8. */
export function utf8Length(text: string): number {
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}
