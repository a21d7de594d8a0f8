import type { Response } from 'undici';
import type { ContractObject } from './client.ts';

export interface ContractEvent {
  readonly type: string;
  readonly object: ContractObject;
}

/** Reads the events of one watch in the order in which they come. */
export class WatchReader {
  readonly status: number;
  private readonly response: Response;
  private readonly lines: AsyncGenerator<ContractEvent>;

  constructor(response: Response) {
    this.status = response.status;
    this.response = response;
    this.lines = readLines(response);
  }

  /** The next event; throws when the watch ends or nothing comes. */
  async next(milliseconds = 10_000): Promise<ContractEvent> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no event within ${milliseconds} ms`)), milliseconds);
    });
    try {
      const { value, done } = await Promise.race([this.lines.next(), late]);
      if (done) throw new Error('the watch ended');
      return value as ContractEvent;
    } finally {
      clearTimeout(timer);
    }
  }

  /** The next `count` events as `TYPE name`. */
  async names(count: number): Promise<readonly string[]> {
    const seen: string[] = [];
    while (seen.length < count) {
      const event = await this.next();
      if (event.type !== 'BOOKMARK') seen.push(`${event.type} ${event.object['metadata'].name}`);
    }
    return seen;
  }

  /** Reads until the server ends the watch. */
  async rest(): Promise<readonly ContractEvent[]> {
    const events: ContractEvent[] = [];
    for await (const event of this.lines) events.push(event);
    return events;
  }

  close(): void {
    // A body that is being read cannot be cancelled from here; the connection goes with the agent.
    if (!this.response.body?.locked) void this.response.body?.cancel();
  }
}

async function* readLines(response: Response): AsyncGenerator<ContractEvent> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) if (line) yield JSON.parse(line) as ContractEvent;
  }
}
