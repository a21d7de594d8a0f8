import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { createCustomMetrics, type CustomMetrics } from './custom-metrics.ts';
import { type MetricDefinition, type MetricName, type MetricTable, metricTable } from './metric-table.ts';

type NameOfType<Type extends MetricDefinition['type']> = {
  [Name in MetricName]: MetricTable[Name]['type'] extends Type ? Name : never;
}[MetricName];

export type CounterName = NameOfType<'counter'>;
export type GaugeName = NameOfType<'gauge'>;
export type HistogramName = NameOfType<'histogram'>;

/** A value for each label of the metric. */
export type MetricLabels<Name extends MetricName> = Readonly<Record<MetricTable[Name]['labels'][number], string>>;

/** What a configuration changes of a metric (acceptance 7-011). */
export interface MetricModifier {
  readonly disabled?: boolean;
  /** Labels that are left out. */
  readonly disabledAttributes?: readonly string[];
  readonly histogramBuckets?: readonly number[];
}

/** What the program counts. Names and labels are those of the metric table; others do not compile. */
export interface Metrics {
  increment<Name extends CounterName>(name: Name, labels: MetricLabels<Name>, by?: number): void;
  set<Name extends GaugeName>(name: Name, labels: MetricLabels<Name>, value: number): void;
  /** Forgets all series of a gauge, before it is set anew. */
  clear(name: GaugeName): void;
  observe<Name extends HistogramName>(name: Name, labels: MetricLabels<Name>, value: number): void;
  /** Metrics that workflows define. */
  readonly custom: CustomMetrics;
  /** Changes metrics by their name without `argo_workflows_`; what is changed starts anew. Gives the names that there are not. */
  modify(modifiers: Readonly<Record<string, MetricModifier>>): readonly string[];
  /** Called before every rendering: the place to set gauges that mirror something else. */
  beforeRender(update: () => void): void;
  /** The exposition format of Prometheus. */
  render(): Promise<{ readonly contentType: string; readonly text: string }>;
  /** All series as data, for other formats. */
  collect(): Promise<readonly MetricFamily[]>;
}

/** A metric with its series, as prom-client gives it. */
export interface MetricFamily {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly values: readonly {
    readonly labels: Readonly<Record<string, string | number>>;
    readonly value: number;
    readonly metricName?: string;
  }[];
}

export interface CreateMetricsOptions {
  /** Also show what the process uses (CPU, memory, event loop). */
  readonly process?: boolean;
  /** Milliseconds after which a series of a custom metric goes that nobody wrote; 0: never. */
  readonly timeToLive?: () => number;
}

/** The metrics of one process, in a registry of its own. */
export function createMetrics(options: CreateMetricsOptions = {}): Metrics {
  const registry = new Registry();
  if (options.process) collectDefaultMetrics({ register: registry });
  const instruments = new Map(Object.keys(metricTable).map((name) => [name, instrument(registry, name as MetricName, {})]));
  const custom = createCustomMetrics({ registry, timeToLive: options.timeToLive ?? (() => 0) });
  const updates: (() => void)[] = [() => custom.refresh(Date.now())];
  const of = (name: MetricName): Instrument | undefined => instruments.get(name);
  return {
    custom,
    increment: (name, labels, by = 1) => of(name)?.change(labels, by),
    set: (name, labels, value) => of(name)?.change(labels, value),
    clear: (name) => of(name)?.reset(),
    observe: (name, labels, value) => of(name)?.change(labels, value),
    modify: (modifiers) => modify({ registry, instruments }, modifiers),
    beforeRender: (update) => void updates.push(update),
    async render() {
      for (const update of updates) update();
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
    async collect() {
      for (const update of updates) update();
      return (await registry.getMetricsAsJSON()) as unknown as readonly MetricFamily[];
    },
  };
}

/** Counts nothing. For tests and for when metrics are off. */
export const noMetrics: Metrics = {
  custom: { record: () => undefined, forget: () => undefined, refresh: () => undefined },
  increment: () => undefined,
  set: () => undefined,
  clear: () => undefined,
  observe: () => undefined,
  modify: () => [],
  beforeRender: () => undefined,
  render: async () => ({ contentType: 'text/plain', text: '' }),
  collect: async () => [],
};

interface Instrument {
  readonly modifier: string;
  change(labels: Readonly<Record<string, string>>, value: number): void;
  reset(): void;
}

function instrument(registry: Registry, name: MetricName, modifier: MetricModifier): Instrument {
  const definition: MetricDefinition = metricTable[name];
  const dropped = new Set(modifier.disabledAttributes ?? []);
  const buckets = modifier.histogramBuckets ?? definition.buckets ?? [];
  const kept = { ...definition, buckets, labels: definition.labels.filter((label) => !dropped.has(label)) };
  const identity = { modifier: JSON.stringify(modifier) };
  if (modifier.disabled === true) return { ...identity, change: () => undefined, reset: () => undefined };
  const own = registered(registry, name, kept);
  const labelsOf = (labels: Readonly<Record<string, string>>): Record<string, string> =>
    dropped.size === 0 ? { ...labels } : Object.fromEntries(Object.entries(labels).filter(([label]) => !dropped.has(label)));
  return { ...identity, change: (labels, value) => own.change(labelsOf(labels), value), reset: own.reset };
}

function registered(registry: Registry, name: string, definition: MetricDefinition): Omit<Instrument, 'modifier'> {
  const options = { name, help: definition.help, labelNames: [...definition.labels], registers: [registry] };
  switch (definition.type) {
    case 'counter': {
      const counter = new Counter(options);
      return { change: (labels, value) => counter.inc(labels, value), reset: () => counter.reset() };
    }
    case 'gauge': {
      const gauge = new Gauge(options);
      return { change: (labels, value) => gauge.set(labels, value), reset: () => gauge.reset() };
    }
    case 'histogram': {
      const histogram = new Histogram({ ...options, buckets: [...(definition.buckets ?? [])] });
      return { change: (labels, value) => histogram.observe(labels, value), reset: () => histogram.reset() };
    }
  }
}

interface Registered {
  readonly registry: Registry;
  readonly instruments: Map<string, Instrument>;
}

function modify({ registry, instruments }: Registered, modifiers: Readonly<Record<string, MetricModifier>>): readonly string[] {
  const wanted = new Map(Object.entries(modifiers).map(([name, modifier]) => [fullName(name), modifier]));
  for (const [name, { modifier }] of instruments) {
    const next = wanted.get(name) ?? {};
    if (JSON.stringify(next) === modifier) continue;
    registry.removeSingleMetric(name);
    instruments.set(name, instrument(registry, name as MetricName, next));
  }
  return Object.keys(modifiers).filter((name) => !instruments.has(fullName(name)));
}

function fullName(name: string): string {
  return name in metricTable ? name : `argo_workflows_${name}`;
}
