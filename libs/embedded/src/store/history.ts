import type { ApiObject } from './object.ts';

/** One version of an object: parsed, and as the bytes that every reader is sent. */
export interface StoredObject {
  readonly object: ApiObject;
  readonly bytes: Buffer;
  readonly revision: number;
}

export interface StoreEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly revision: number;
  readonly namespace: string;
  readonly name: string;
  /** The new version; for a deletion the last one, with the revision of the deletion. */
  readonly current: StoredObject;
  readonly previous: StoredObject | undefined;
}

export interface HistoryLimits {
  readonly events: number;
  readonly bytes: number;
}

/** The latest events of one resource, so that watches can go on from a revision they know. */
export class History {
  private events: StoreEvent[] = [];
  private head = 0;
  private bytes = 0;
  private oldest: number;
  private readonly limits: HistoryLimits;

  constructor(oldest: number, limits: HistoryLimits) {
    this.oldest = oldest;
    this.limits = limits;
  }

  /** Events after `oldestRevision` are known; a watch or snapshot from an older revision is not possible. */
  get oldestRevision(): number {
    return this.oldest;
  }

  add(event: StoreEvent): void {
    this.events.push(event);
    this.bytes += event.current.bytes.length;
    while (this.events.length - this.head > this.limits.events || this.bytes > this.limits.bytes) this.forgetOldest();
    if (this.head > 1024 && this.head * 2 > this.events.length) {
      this.events = this.events.slice(this.head);
      this.head = 0;
    }
  }

  /** Events after `revision`, oldest first; undefined where that is too long ago. */
  since(revision: number): readonly StoreEvent[] | undefined {
    if (revision < this.oldest) return undefined;
    return this.events.slice(this.firstAfter(revision));
  }

  private forgetOldest(): void {
    const event = this.events[this.head];
    if (!event) return;
    this.oldest = event.revision;
    this.bytes -= event.current.bytes.length;
    this.head++;
  }

  private firstAfter(revision: number): number {
    let low = this.head;
    let high = this.events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.events[middle]?.revision ?? 0) > revision) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
