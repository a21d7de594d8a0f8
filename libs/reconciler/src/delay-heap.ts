/** A key that is due at a time. */
interface Due {
  readonly key: string;
  readonly at: number;
}

/** Keys ordered by when they are due; of two times for one key the earlier counts. */
export interface DelayHeap {
  readonly size: number;
  add(key: string, at: number): void;
  remove(key: string): void;
  /** When the first key is due. */
  next(): number | undefined;
  /** Takes out every key that is due at `now`. */
  takeDue(now: number): string[];
}

export function createDelayHeap(): DelayHeap {
  const heap: Due[] = [];
  const times = new Map<string, number>();
  const dropStale = (): void => {
    while (heap[0] !== undefined && times.get(heap[0].key) !== heap[0].at) pop(heap);
  };
  return {
    get size() {
      return times.size;
    },
    add(key, at) {
      const known = times.get(key);
      if (known !== undefined && known <= at) return;
      times.set(key, at);
      push(heap, { key, at });
    },
    remove: (key) => void times.delete(key),
    next() {
      dropStale();
      return heap[0]?.at;
    },
    takeDue(now) {
      const due: string[] = [];
      for (dropStale(); heap[0] !== undefined && heap[0].at <= now; dropStale()) {
        const { key } = pop(heap);
        times.delete(key);
        due.push(key);
      }
      return due;
    },
  };
}

function push(heap: Due[], item: Due): void {
  let at = heap.push(item) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if ((heap[parent] as Due).at <= item.at) break;
    heap[at] = heap[parent] as Due;
    at = parent;
  }
  heap[at] = item;
}

function pop(heap: Due[]): Due {
  const first = heap[0] as Due;
  const last = heap.pop() as Due;
  if (heap.length > 0) sink(heap, last);
  return first;
}

function sink(heap: Due[], item: Due): void {
  let at = 0;
  for (;;) {
    const child = earlierChild(heap, at);
    if (child === undefined || (heap[child] as Due).at >= item.at) break;
    heap[at] = heap[child] as Due;
    at = child;
  }
  heap[at] = item;
}

function earlierChild(heap: readonly Due[], at: number): number | undefined {
  const [left, right] = [2 * at + 1, 2 * at + 2];
  if (left >= heap.length) return undefined;
  return right < heap.length && (heap[right] as Due).at < (heap[left] as Due).at ? right : left;
}
