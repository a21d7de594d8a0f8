import { parse } from 'yaml';
import {
  type Fields,
  readCount,
  readDuration,
  readFields,
  readFlag,
  readNumber,
  readOneOf,
  readText,
  readTexts,
  SettingError,
} from './read-value.ts';
import { readArtifactDrivers } from './artifact-drivers.ts';
import { readMetrics } from './metric-settings.ts';
import { defaultSettings, type ImageCommand, type Settings } from './settings.ts';

export interface ParsedSettings {
  readonly settings: Settings;
  /** What was set but has no effect, one sentence each. */
  readonly warnings: readonly string[];
}

/**
 * Reads the data of the controller ConfigMap, in either syntax (acceptance 7-019): everything as YAML below one key `config`, or one key
 * for each field. Throws a SettingError that names the key where a value cannot be used.
 */
export function parseSettings(data: Readonly<Record<string, string>>): ParsedSettings {
  const fields =
    data['config'] === undefined ? eachParsed(data) : { ...eachParsed(without(data, 'config')), ...parsedConfig(data['config']) };
  const warnings: string[] = [];
  let settings: Settings = defaultSettings;
  for (const [key, value] of Object.entries(fields)) {
    if (value === null || value === undefined) continue;
    const reader = readers[key];
    if (reader !== undefined) settings = { ...settings, ...reader(value) };
    else warnings.push(unusedKey(key));
  }
  return { settings, warnings };
}

type Reader = (value: unknown) => Partial<Settings>;

/** One reader for each key that has an effect. */
const readers: Readonly<Record<string, Reader>> = {
  instanceID: (value) => ({ instanceId: readText('instanceID', value) || undefined }),
  initialDelay: (value) => ({ initialDelay: readDuration('initialDelay', value) }),
  parallelism: (value) => ({ parallelism: readCount('parallelism', value) }),
  namespaceParallelism: (value) => ({ namespaceParallelism: readCount('namespaceParallelism', value) }),
  resourceRateLimit: (value) => ({ resourceRateLimit: readRateLimit(readFields('resourceRateLimit', value)) }),
  workflowDefaults: (value) => ({
    workflowDefaults: readFields('workflowDefaults', value) as Partial<NonNullable<Settings['workflowDefaults']>>,
  }),
  workflowRestrictions: (value) => ({ templateReferencing: readRestrictions(readFields('workflowRestrictions', value)) }),
  executor: (value) => ({ executor: readFields('executor', value) as NonNullable<Settings['executor']> }),
  mainContainer: (value) => ({ mainContainer: readFields('mainContainer', value) as NonNullable<Settings['mainContainer']> }),
  images: (value) => ({ images: readImages(readFields('images', value)) }),
  artifactRepository: (value) => ({
    artifactRepository: readFields('artifactRepository', value) as NonNullable<Settings['artifactRepository']>,
  }),
  artifactDrivers: (value) => ({ artifactDrivers: readArtifactDrivers('artifactDrivers', value) }),
  podGCGracePeriodSeconds: (value) => ({ podGcGracePeriodSeconds: readCount('podGCGracePeriodSeconds', value) }),
  podGCDeleteDelayDuration: (value) => ({ podGcDeleteDelay: readDuration('podGCDeleteDelayDuration', value) }),
  nodeEvents: (value) => ({ nodeEvents: readEnabled('nodeEvents', readFields('nodeEvents', value)) }),
  workflowEvents: (value) => ({ workflowEvents: readEnabled('workflowEvents', readFields('workflowEvents', value)) }),
  retentionPolicy: (value) => ({ retention: readRetention(readFields('retentionPolicy', value)) }),
  failedPodRestart: (value) => ({ failedPodRestart: readRestart(readFields('failedPodRestart', value)) }),
  metricsConfig: (value) => ({ metrics: readMetrics('metricsConfig', readFields('metricsConfig', value), defaultSettings.metrics) }),
  telemetryConfig: (value) => ({
    telemetry: readMetrics('telemetryConfig', readFields('telemetryConfig', value), defaultSettings.telemetry),
  }),
  persistence: (value) => ({ persistence: readFields('persistence', value) }),
  synchronization: (value) => ({ synchronization: readFields('synchronization', value) }),
  disableAgentPodCreation: (value) => ({ disableAgentPodCreation: readFlag('disableAgentPodCreation', value) }),
  // Of Argosy: how pods are laid out (ADR on pod layouts), and whether the nodes can mount images as volumes.
  podLayout: (value) => ({ podLayout: readOneOf('podLayout', value, ['auto', 'standard']) }),
  imageVolumes: (value) => ({ imageVolumes: readFlag('imageVolumes', value) }),
};

/** Keys of Argo's controller that are read by other programs, so that they say nothing about this one. */
const readElsewhere: ReadonlySet<string> = new Set(['links', 'columns', 'navColor', 'sso']);

/** Keys of Argo's controller that have no effect here. */
const unsupported: ReadonlySet<string> = new Set(['kubeConfig', 'namespace', 'podSpecLogStrategy', 'initlessPod', 'executorPlugins']);

function unusedKey(key: string): string {
  if (readElsewhere.has(key)) return `${key} is for the server and the UI; the controller does not use it`;
  if (unsupported.has(key)) return `${key} is not supported by this controller and has no effect`;
  return `${key} is not a known key and has no effect`;
}

function parsedConfig(text: string): Fields {
  return readFields('config', parsedYaml('config', text) ?? {});
}

function eachParsed(data: Readonly<Record<string, string>>): Fields {
  return Object.fromEntries(Object.entries(data).map(([key, text]) => [key, parsedYaml(key, text)]));
}

function parsedYaml(key: string, text: string): unknown {
  try {
    return parse(text) as unknown;
  } catch (error) {
    throw new SettingError(key, `YAML (${(error as Error).message})`, text.slice(0, 80));
  }
}

function without(data: Readonly<Record<string, string>>, key: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(data).filter(([name]) => name !== key));
}

function readRateLimit(fields: Fields): NonNullable<Settings['resourceRateLimit']> {
  const limit = readNumber('resourceRateLimit.limit', fields['limit']);
  const burst = fields['burst'] === undefined ? 1 : readCount('resourceRateLimit.burst', fields['burst']);
  return { limit, burst: Math.max(1, burst) };
}

function readRestrictions(fields: Fields): Settings['templateReferencing'] {
  const value = fields['templateReferencing'];
  return value === undefined || value === ''
    ? undefined
    : readOneOf('workflowRestrictions.templateReferencing', value, ['Strict', 'Secure']);
}

function readImages(fields: Fields): Settings['images'] {
  return Object.fromEntries(
    Object.entries(fields).map(([image, value]) => [image, readImage(image, readFields(`images.${image}`, value))]),
  );
}

function readImage(image: string, fields: Fields): ImageCommand {
  const { entrypoint, cmd } = fields as { entrypoint?: unknown; cmd?: unknown };
  return {
    ...(entrypoint === undefined ? {} : { entrypoint: readTexts(`images.${image}.entrypoint`, entrypoint) }),
    ...(cmd === undefined ? {} : { cmd: readTexts(`images.${image}.cmd`, cmd) }),
  };
}

function readEnabled(key: string, fields: Fields): boolean {
  return fields['enabled'] === undefined ? true : readFlag(`${key}.enabled`, fields['enabled']);
}

function readRetention(fields: Fields): NonNullable<Settings['retention']> {
  return Object.fromEntries(
    (['completed', 'failed', 'errored'] as const)
      .filter((key) => fields[key] !== undefined)
      .map((key) => [key, readCount(`retentionPolicy.${key}`, fields[key])]),
  );
}

function readRestart(fields: Fields): Settings['failedPodRestart'] {
  const enabled = fields['enabled'] === undefined ? false : readFlag('failedPodRestart.enabled', fields['enabled']);
  return {
    enabled,
    maxRestarts: fields['maxRestarts'] === undefined ? 3 : readCount('failedPodRestart.maxRestarts', fields['maxRestarts']),
  };
}
