import type { Logger } from '@argosy/std';
import type { MetricModifier, Metrics } from '@argosy/telemetry';
import { type Fields, readCount, readDuration, readFields, readFlag, readNumbers, readText, readTexts } from './read-value.ts';
import type { MetricsSettings } from './settings.ts';
import type { SettingsSource } from './settings-source.ts';

/** Reads `metricsConfig` or `telemetryConfig` over what holds without it. */
export function readMetrics(key: string, fields: Fields, defaults: MetricsSettings): MetricsSettings {
  const { enabled, path, port, metricsTTL, modifiers } = fields;
  return {
    enabled: enabled === undefined ? true : readFlag(`${key}.enabled`, enabled),
    path: path === undefined || path === '' ? defaults.path : readText(`${key}.path`, path),
    port: port === undefined ? undefined : readCount(`${key}.port`, port),
    timeToLive: metricsTTL === undefined || metricsTTL === '' ? 0 : readDuration(`${key}.metricsTTL`, metricsTTL),
    modifiers: modifiers === undefined ? {} : readModifiers(`${key}.modifiers`, readFields(`${key}.modifiers`, modifiers)),
  };
}

/** Keeps the metrics as the settings want them. */
export function followMetricSettings(input: {
  readonly settings: SettingsSource;
  readonly metrics: Metrics;
  readonly logger: Logger;
}): void {
  const { settings, metrics, logger } = input;
  const apply = (): void => {
    const unknown = metrics.modify(settings.current().metrics.modifiers);
    if (unknown.length > 0) logger.warn(`metricsConfig.modifiers: there is no metric ${unknown.join(', ')}`);
  };
  apply();
  settings.onChange(apply);
}

function readModifiers(key: string, fields: Fields): Readonly<Record<string, MetricModifier>> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, readModifier(`${key}.${name}`, readFields(`${key}.${name}`, value))]),
  );
}

function readModifier(key: string, { disabled, disabledAttributes, histogramBuckets }: Fields): MetricModifier {
  return {
    ...(disabled !== undefined && { disabled: readFlag(`${key}.disabled`, disabled) }),
    ...(disabledAttributes !== undefined && { disabledAttributes: readTexts(`${key}.disabledAttributes`, disabledAttributes) }),
    ...(histogramBuckets !== undefined && { histogramBuckets: readNumbers(`${key}.histogramBuckets`, histogramBuckets) }),
  };
}
