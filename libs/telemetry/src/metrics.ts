import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { type MetricDefinition, type MetricName, type MetricTable, metricTable } from './metric-table.ts';

type NameOfType<Type extends MetricDefinition['type']> = {
  [Name in MetricName]: MetricTable[Name]['type'] extends Type ? Name : never;
}[MetricName];

export type CounterName = NameOfType<'counter'>;
export type GaugeName = NameOfType<'gauge'>;
export type HistogramName = NameOfType<'histogram'>;

/** A value for each label of the metric. */
export type MetricLabels<Name extends MetricName> = Readonly<Record<MetricTable[Name]['labels'][number], string>>;

/** What the program counts. Names and labels are those of the metric table; others do not compile. */
export interface Metrics {
  increment<Name extends CounterName>(name: Name, labels: MetricLabels<Name>, by?: number): void;
  set<Name extends GaugeName>(name: Name, labels: MetricLabels<Name>, value: number): void;
  /** Forgets all series of a gauge, before it is set anew. */
  clear(name: GaugeName): void;
  observe<Name extends HistogramName>(name: Name, labels: MetricLabels<Name>, value: number): void;
  /** Called before every rendering: the place to set gauges that mirror something else. */
  beforeRender(update: () => void): void;
  /** The exposition format of Prometheus. */
  render(): Promise<{ readonly contentType: string; readonly text: string }>;
}

export interface CreateMetricsOptions {
  /** Also show what the process uses (CPU, memory, event loop). */
  readonly process?: boolean;
}

/** The metrics of one process, in a registry of its own. */
export function createMetrics(options: CreateMetricsOptions = {}): Metrics {
  const registry = new Registry();
  if (options.process) collectDefaultMetrics({ register: registry });
  const instruments = new Map(Object.entries(metricTable).map(([name, definition]) => [name, instrument(registry, name, definition)]));
  const updates: (() => void)[] = [];
  return {
    increment: (name, labels, by = 1) => (instruments.get(name) as Counter).inc(labels, by),
    set: (name, labels, value) => (instruments.get(name) as Gauge).set(labels, value),
    clear: (name) => (instruments.get(name) as Gauge).reset(),
    observe: (name, labels, value) => (instruments.get(name) as Histogram).observe(labels, value),
    beforeRender: (update) => void updates.push(update),
    async render() {
      for (const update of updates) update();
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}

/** Counts nothing. For tests and for when metrics are off. */
export const noMetrics: Metrics = {
  increment: () => undefined,
  set: () => undefined,
  clear: () => undefined,
  observe: () => undefined,
  beforeRender: () => undefined,
  render: async () => ({ contentType: 'text/plain', text: '' }),
};

function instrument(registry: Registry, name: string, definition: MetricDefinition): Counter | Gauge | Histogram {
  const options = { name, help: definition.help, labelNames: [...definition.labels], registers: [registry] };
  switch (definition.type) {
    case 'counter':
      return new Counter(options);
    case 'gauge':
      return new Gauge(options);
    case 'histogram':
      return new Histogram({ ...options, buckets: [...(definition.buckets ?? [])] });
  }
}
