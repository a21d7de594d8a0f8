import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PodLogOptions } from '../api-server/pods/pod-backend.ts';

const pollInterval = 50;
const chunkSize = 1 << 20;

/**
 * The lines of a container's log (`time stream F|P text`) as the API server hands them out: without the prefix, or with the time when
 * asked for. With `follow` it goes on until `ended` says that nothing more will come.
 */
export async function* readLog(file: string, options: PodLogOptions, ended: () => boolean): AsyncIterable<Uint8Array> {
  const since = beginning(options);
  const { follow, timestamps, signal, limitBytes: limit = Number.POSITIVE_INFINITY } = options;
  let position = tailStart(file, options.tailLines);
  let left = limit;
  let rest = '';
  for (;;) {
    const wasEnded = ended();
    const { text, next } = readFrom(file, position);
    position = next;
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    const shown = Buffer.from(lines.map((line) => show(line, since, timestamps)).join(''));
    if (shown.length > 0) yield shown.subarray(0, left);
    left -= shown.length;
    if (left <= 0 || signal.aborted) return;
    if (text !== '') continue;
    if (!follow || wasEnded) return;
    await sleep(pollInterval);
  }
}

/** The time before which lines are left out. */
function beginning({ sinceTime, sinceSeconds }: PodLogOptions): number | undefined {
  if (sinceTime) return Date.parse(sinceTime);
  return sinceSeconds ? Date.now() - sinceSeconds * 1000 : undefined;
}

function readFrom(file: string, position: number): { readonly text: string; readonly next: number } {
  let descriptor: number;
  try {
    descriptor = fs.openSync(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { text: '', next: position };
    throw error;
  }
  try {
    const buffer = Buffer.alloc(chunkSize);
    const length = fs.readSync(descriptor, buffer, 0, chunkSize, position);
    // A line is never cut inside a character: only whole lines are taken, unless one is longer than the buffer.
    const end = length === chunkSize ? buffer.lastIndexOf(10, length - 1) + 1 || length : length;
    return { text: buffer.toString('utf8', 0, end), next: position + end };
  } finally {
    fs.closeSync(descriptor);
  }
}

const linePattern = /^(\S+) (?:stdout|stderr) ([FP]) (.*)$/s;

function show(line: string, since: number | undefined, timestamps: boolean): string {
  const match = linePattern.exec(line);
  if (!match) return '';
  const [, time = '', tag, text = ''] = match;
  if (since !== undefined && Date.parse(time) < since) return '';
  return `${timestamps ? `${time} ` : ''}${text}${tag === 'F' ? '\n' : ''}`;
}

/** Where the last `lines` lines begin; undefined: all of them. */
function tailStart(file: string, lines: number | undefined): number {
  if (lines === undefined || !fs.existsSync(file)) return 0;
  const content = fs.readFileSync(file);
  let position = content.length;
  for (let found = 0; found <= lines; found++) {
    position = content.lastIndexOf(10, position - 1);
    if (position < 0) return 0;
    if (position === content.length - 1 && found === 0) continue;
    if (found === lines) return position + 1;
  }
  return position + 1;
}
