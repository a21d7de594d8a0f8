import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** One value that a workflow or a template emits (acceptance 7-055, 7-056). Times are milliseconds since 1970. */
export interface CustomSample {
  /** Without the prefix `argo_workflows_`. */
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** Of gauges; Set where there is none. */
  readonly operation?: 'Set' | 'Add' | 'Sub';
  readonly buckets?: readonly number[];
  /** A gauge that shows the seconds since then, until a later sample of the same series or until its owner is forgotten. */
  readonly since?: number;
}

/** Metrics that users define. */
export interface CustomMetrics {
  /** Takes a value over, for an owner that may be forgotten; gives the reason where it cannot. */
  record(owner: string, sample: CustomSample, now: number): string | undefined;
  /** Gauges of an owner that show real time stay as they are now, and go with the time to live. */
  forget(owner: string): void;
  /** Brings values in real time up to date, and lets series go that nobody wrote for the time to live. */
  refresh(now: number): void;
}

export interface CustomMetricsOptions {
  readonly registry: Registry;
  /** Milliseconds; 0: series stay. Asked anew each time. */
  timeToLive(): number;
}

const PREFIX = 'argo_workflows_';
const validName = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const validLabel = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

interface Family {
  readonly instrument: Counter | Gauge | Histogram;
  /** Type, help, label names and buckets: what all series of a name share. */
  readonly descriptor: string;
  readonly series: Map<string, Series>;
}

interface Series {
  readonly labels: Readonly<Record<string, string>>;
  writtenAt: number;
  /** In real time: since when, and for whom. */
  following: { readonly since: number; readonly owner: string } | undefined;
}

export function createCustomMetrics({ registry, timeToLive }: CustomMetricsOptions): CustomMetrics {
  const families = new Map<string, Family>();
  return {
    record(owner, sample, now) {
      const family = familyOf({ registry, families }, sample);
      if (typeof family === 'string') return family;
      const problem = apply(family.instrument, sample);
      if (problem !== undefined) return problem;
      const following = sample.since === undefined ? undefined : { since: sample.since, owner };
      family.series.set(JSON.stringify(sample.labels), { labels: sample.labels, writtenAt: now, following });
      return undefined;
    },
    forget(owner) {
      for (const { series } of families.values())
        for (const one of series.values()) if (one.following?.owner === owner) one.following = undefined;
    },
    refresh(now) {
      for (const family of families.values()) refreshFamily(family, now, timeToLive());
    },
  };
}

function familyOf(
  { registry, families }: { readonly registry: Registry; readonly families: Map<string, Family> },
  sample: CustomSample,
): Family | string {
  const { name, help, type, labels, buckets = [] } = sample;
  const problem = problemOf(sample);
  if (problem !== undefined) return problem;
  const descriptor = JSON.stringify([type, help, Object.keys(labels).sort(), buckets]);
  const known = families.get(name);
  if (known?.descriptor === descriptor) return known;
  if (known !== undefined) return `metric ${name}: another of this name has a different type, help, labels or buckets`;
  if (registry.getSingleMetric(PREFIX + name) !== undefined) return `metric ${name}: the name belongs to the controller itself`;
  const family: Family = { instrument: instrumentOf(registry, sample), descriptor, series: new Map() };
  families.set(name, family);
  return family;
}

function problemOf({ name, help, labels, value }: CustomSample): string | undefined {
  if (!validName.test(name)) return `metric name ${JSON.stringify(name)} is invalid: letters, digits, '_' and ':' only`;
  if (help === '') return `metric ${name} must contain a help string under 'help: ' field`;
  if (!Number.isFinite(value)) return `metric ${name}: ${value} is no number`;
  const wrong = Object.keys(labels).find((label) => !validLabel.test(label));
  return wrong === undefined ? undefined : `metric ${name}: label ${JSON.stringify(wrong)} is invalid`;
}

function instrumentOf(registry: Registry, { name, help, type, labels, buckets = [] }: CustomSample): Family['instrument'] {
  const options = { name: PREFIX + name, help, labelNames: Object.keys(labels), registers: [registry] };
  switch (type) {
    case 'counter':
      return new Counter(options);
    case 'gauge':
      return new Gauge(options);
    case 'histogram':
      return new Histogram({ ...options, buckets: [...buckets].sort((a, b) => a - b) });
  }
}

function apply(instrument: Family['instrument'], { type, labels, value, name, operation }: CustomSample): string | undefined {
  const own = { ...labels };
  switch (type) {
    case 'counter':
      if (value < 0) return `metric ${name}: a counter cannot go down by ${-value}`;
      (instrument as Counter).inc(own, value);
      return undefined;
    case 'histogram':
      (instrument as Histogram).observe(own, value);
      return undefined;
    case 'gauge':
      applyToGauge(instrument as Gauge, own, { value, operation });
      return undefined;
  }
}

function applyToGauge(
  gauge: Gauge,
  labels: Record<string, string>,
  { value, operation = 'Set' }: { readonly value: number; readonly operation: CustomSample['operation'] },
): void {
  if (operation === 'Add') gauge.inc(labels, value);
  else if (operation === 'Sub') gauge.dec(labels, value);
  else gauge.set(labels, value);
}

function refreshFamily({ instrument, series }: Family, now: number, timeToLive: number): void {
  for (const [key, one] of series) {
    if (one.following !== undefined) {
      one.writtenAt = now;
      (instrument as Gauge).set({ ...one.labels }, Math.max(0, now - one.following.since) / 1_000);
    } else if (timeToLive > 0 && one.writtenAt + timeToLive <= now) {
      series.delete(key);
      instrument.remove({ ...one.labels });
    }
  }
}
