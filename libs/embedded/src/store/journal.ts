/** A change of one key, as it is written down. `body` absent: the key is gone. */
export interface JournalRecord {
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  readonly revision: number;
  readonly body?: Buffer;
}

export interface JournalContents {
  /** The newest revision ever given out, that of deletions included. */
  readonly revision: number;
  readonly records: Iterable<JournalRecord & { readonly body: Buffer }>;
}

/** Where the store writes down what must survive the process. */
export interface Journal {
  load(): JournalContents;
  /** Writes all records in one transaction and returns when they are durable; throws when they could not be written. */
  commit(records: readonly JournalRecord[]): void;
  /** Small settings of the server itself (signing keys), kept with the data. */
  getSetting(name: string): string | undefined;
  setSetting(name: string, value: string): void;
  close(): void;
}
