import type { Store } from '../store/store.ts';
import type { Catalog } from './catalog.ts';

export interface RequestSample {
  readonly verb: string;
  readonly resource: string;
  readonly code: number;
  readonly milliseconds: number;
}

/** Counters of requests, for `/metrics`. */
export class RequestMetrics {
  private readonly counts = new Map<string, number>();
  private readonly seconds = new Map<string, number>();

  count({ verb, resource, code, milliseconds }: RequestSample): void {
    const labels = `verb="${verb}",resource="${resource}"`;
    const withCode = `${labels},code="${code}"`;
    this.counts.set(withCode, (this.counts.get(withCode) ?? 0) + 1);
    this.seconds.set(labels, (this.seconds.get(labels) ?? 0) + milliseconds / 1000);
  }

  /** The text format of Prometheus. */
  render(store: Store, catalog: Catalog): string {
    const objects = catalog
      .all()
      .filter((resource) => !resource.view)
      .map(({ storage }) => `apiserver_storage_objects{resource="${storage}"} ${store.count(storage)}`);
    return [
      '# TYPE apiserver_request_total counter',
      ...[...this.counts].map(([labels, value]) => `apiserver_request_total{${labels}} ${value}`),
      '# TYPE apiserver_request_duration_seconds_sum counter',
      ...[...this.seconds].map(([labels, value]) => `apiserver_request_duration_seconds_sum{${labels}} ${value}`),
      '# TYPE apiserver_storage_objects gauge',
      ...objects,
      '# TYPE process_resident_memory_bytes gauge',
      `process_resident_memory_bytes ${process.memoryUsage.rss()}`,
      '',
    ].join('\n');
  }
}
