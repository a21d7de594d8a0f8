import type { KubeClient, LogOptions } from './client.ts';

export interface LogLine {
  readonly pod: string;
  /** RFC 3339 with nanoseconds, as the kubelet wrote it; empty where it wrote none. */
  readonly time: string;
  readonly text: string;
}

export interface LogSource {
  readonly pod: string;
  readonly namespace: string;
  readonly container: string;
}

/** The log of one container, line by line, each with its time. */
export async function* readLogLines(client: KubeClient, source: LogSource, options: LogOptions): AsyncGenerator<LogLine> {
  const decoder = new TextDecoder();
  let rest = '';
  const chunks = client.logs(
    { name: source.pod, namespace: source.namespace },
    { ...options, container: source.container, timestamps: true },
  );
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield timedLine(source.pod, line);
  }
  if (rest !== '') yield timedLine(source.pod, rest);
}

const TIMED_LINE = /^(\d{4}-\d\d-\d\dT\S+) ?(.*)$/s;

/** A line of a log with its time apart, where it begins with one. */
export function timedLine(pod: string, line: string): LogLine {
  const match = TIMED_LINE.exec(line);
  return match ? { pod, time: match[1] as string, text: match[2] as string } : { pod, time: '', text: line };
}

/** Oldest first; lines of one time stay in the order in which they came. Times may differ in their number of decimals. */
export function byTime(left: LogLine, right: LogLine): number {
  const [leftKey, rightKey] = [timeKey(left.time), timeKey(right.time)];
  return leftKey < rightKey ? -1 : Number(leftKey > rightKey);
}

/** A time with all nine decimals and without its zone, so that texts compare as times do; empty for none. */
export function timeKey(time: string): string {
  const match = /^(.{19})(?:\.(\d+))?/.exec(time);
  return match ? `${match[1]}.${(match[2] ?? '').padEnd(9, '0')}` : '';
}
