/** The two streams of a container, as the engine sends them over one connection. */
export type StreamName = 'stdout' | 'stderr';

const headerLength = 8;

/** Takes apart frames of `[stream, 0, 0, 0, length (4 bytes)] payload`, however the connection cuts them. */
export function demultiplexer(take: (stream: StreamName, chunk: Buffer) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= headerLength) {
      const end = headerLength + rest.readUInt32BE(4);
      if (rest.length < end) return;
      take(rest[0] === 2 ? 'stderr' : 'stdout', rest.subarray(headerLength, end));
      rest = rest.subarray(end);
    }
  };
}

/**
 * Turns the engine's lines (`time text`) into lines of a container log (`time stream F|P text`). A piece without a line end is a partial
 * line, whose continuation has a time of its own or none.
 */
export function logLines(stream: StreamName, chunk: Buffer): string {
  const text = chunk.toString();
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  const whole = lines.map((line) => logLine(stream, line, 'F')).join('');
  return last === '' ? whole : whole + logLine(stream, last, 'P');
}

const timed = /^(\d{4}-\d\d-\d\dT\S+) (.*)$/s;

function logLine(stream: StreamName, line: string, tag: 'F' | 'P'): string {
  const match = timed.exec(line);
  const [time, text] = match ? [match[1] ?? '', match[2] ?? ''] : [new Date().toISOString(), line];
  return `${time} ${stream} ${tag} ${text}\n`;
}
