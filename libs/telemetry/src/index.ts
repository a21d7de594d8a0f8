export type { CustomMetrics, CustomSample } from './custom-metrics.ts';
export { showEventLoopLag } from './event-loop-lag.ts';
export { createLogger } from './logger.ts';
export type { LoggerOptions } from './logger.ts';
export { metricTable } from './metric-table.ts';
export type { MetricDefinition, MetricName, MetricTable } from './metric-table.ts';
export { createMetrics, noMetrics } from './metrics.ts';
export type {
  CounterName,
  CreateMetricsOptions,
  GaugeName,
  HistogramName,
  MetricFamily,
  MetricLabels,
  MetricModifier,
  Metrics,
} from './metrics.ts';
export { startOtlpExport } from './otlp.ts';
export type { OtlpExport, OtlpOptions } from './otlp.ts';
