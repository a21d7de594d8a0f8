import type { HistogramMetricData, MetricData, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { MetricFamily, Metrics } from './metrics.ts';

export interface OtlpOptions {
  readonly metrics: Metrics;
  /** Between two exports, in milliseconds. */
  readonly interval: number;
  /** Of the resource: `service.name`, `service.instance.id`. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Told when a collector does not take what it is sent; the next export tries again with the sums of then. */
  onFailure(error: Error): void;
}

/** Running export of metrics by OTLP over HTTP, to where the variables OTEL_EXPORTER_OTLP_* say. */
export interface OtlpExport {
  /** Exports once more, and ends. */
  stop(): Promise<void>;
}

/** Starts to export all metrics; the libraries for it are loaded now, so that nobody else pays for them. */
export async function startOtlpExport(options: OtlpOptions): Promise<OtlpExport> {
  const { OTLPMetricExporter } = await import('@opentelemetry/exporter-metrics-otlp-http');
  const { resourceFromAttributes } = await import('@opentelemetry/resources');
  const exporter = new OTLPMetricExporter();
  const resource = resourceFromAttributes({ ...options.attributes });
  const since = Date.now();
  const send = async (): Promise<void> => {
    const families = await options.metrics.collect();
    const data: ResourceMetrics = {
      resource,
      scopeMetrics: [{ scope: { name: 'argosy' }, metrics: families.map((one) => metricOf(one, since)) }],
    };
    await new Promise<void>((resolve) => {
      exporter.export(data, ({ error }) => {
        if (error) options.onFailure(error);
        resolve();
      });
    });
  };
  const timer = setInterval(() => void send().catch(options.onFailure), options.interval);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await send();
      await exporter.shutdown();
    },
  };
}

// The values of the library's enums, whose module would have to be loaded for them: cumulative sums, and the kinds of points.
const CUMULATIVE = 1;
const pointType = { histogram: 0, gauge: 2, counter: 3 } as const;
const DOUBLE = 1;

function metricOf(family: MetricFamily, since: number): MetricData {
  // Collectors know the names without what Prometheus puts before them.
  const name = family.name.replace(/^argo_workflows_/, '');
  const descriptor = { name, description: family.help, unit: '', valueType: DOUBLE };
  const base = { descriptor, aggregationTemporality: CUMULATIVE };
  if (family.type === 'histogram')
    return { ...base, dataPointType: pointType.histogram, dataPoints: histogramPoints(family, since) } as MetricData;
  const dataPoints = family.values.map(({ labels, value }) => ({ ...times(since), attributes: { ...labels }, value }));
  if (family.type === 'counter') return { ...base, dataPointType: pointType.counter, isMonotonic: true, dataPoints } as MetricData;
  return { ...base, dataPointType: pointType.gauge, dataPoints } as MetricData;
}

/** Prometheus counts what is below each bound, OTLP what is between two. */
function histogramPoints(family: MetricFamily, since: number): HistogramMetricData['dataPoints'] {
  const series = new Map<
    string,
    { readonly attributes: Record<string, string | number>; sum: number; count: number; below: [number, number][] }
  >();
  for (const { labels, value, metricName = '' } of family.values) {
    const { le, ...attributes } = labels;
    const key = JSON.stringify(attributes);
    const one = series.get(key) ?? { attributes, sum: 0, count: 0, below: [] };
    series.set(key, one);
    if (metricName.endsWith('_sum')) one.sum = value;
    else if (metricName.endsWith('_count')) one.count = value;
    else if (le !== '+Inf') one.below.push([Number(le), value]);
  }
  return [...series.values()].map(({ attributes, sum, count, below }) => {
    const bounds = below.toSorted(([a], [b]) => a - b);
    const counts = [...bounds.map(([, value]) => value), count].map((value, index, all) => value - (all[index - 1] ?? 0));
    return { ...times(since), attributes, value: { buckets: { boundaries: bounds.map(([bound]) => bound), counts }, sum, count } };
  });
}

function times(since: number): { readonly startTime: [number, number]; readonly endTime: [number, number] } {
  return { startTime: highResolution(since), endTime: highResolution(Date.now()) };
}

/** Seconds and nanoseconds. */
function highResolution(milliseconds: number): [number, number] {
  return [Math.floor(milliseconds / 1_000), (milliseconds % 1_000) * 1_000_000];
}
