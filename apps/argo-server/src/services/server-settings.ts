import type { Opaque } from '@argosy/api';
import { OperationalError } from '@argosy/std';
import { parse } from 'yaml';

export interface SettingsLink {
  readonly name: string;
  readonly scope: string;
  readonly url: string;
  readonly target?: string;
}

export interface SettingsColumn {
  readonly name: string;
  readonly type: string;
  readonly key: string;
}

/** What the controller ConfigMap says that is of interest to the server (acceptance 7.2). */
export interface ServerSettings {
  readonly instanceId: string;
  readonly links: readonly SettingsLink[];
  readonly columns: readonly SettingsColumn[];
  readonly navColor: string;
  readonly modals: Readonly<Record<string, boolean>>;
  readonly artifactRepository: Opaque | undefined;
  readonly persistence: Opaque | undefined;
  /** The database of locks and limits. */
  readonly synchronization: Opaque | undefined;
  readonly sso: Opaque | undefined;
}

export const defaultServerSettings: ServerSettings = {
  instanceId: '',
  links: [],
  columns: [],
  navColor: '',
  modals: {},
  artifactRepository: undefined,
  persistence: undefined,
  synchronization: undefined,
  sso: undefined,
};

/** Reads the ConfigMap: one key for each setting, or all of them as YAML under `config`. Throws `SETTINGS_INVALID`. */
export function parseServerSettings(data: Readonly<Record<string, string>>): ServerSettings {
  const fields =
    data['config'] === undefined
      ? Object.fromEntries(Object.entries(data).map(([key, text]) => [key, valueOf(key, text)]))
      : mapOf('config', valueOf('config', data['config']));
  return {
    instanceId: textOf(fields, 'instanceID'),
    links: listOf<SettingsLink>(fields, 'links'),
    columns: listOf<SettingsColumn>(fields, 'columns'),
    navColor: textOf(fields, 'navColor'),
    modals: (optionalMap(fields, 'modals') ?? {}) as Readonly<Record<string, boolean>>,
    artifactRepository: optionalMap(fields, 'artifactRepository'),
    persistence: optionalMap(fields, 'persistence'),
    synchronization: optionalMap(fields, 'synchronization'),
    sso: optionalMap(fields, 'sso'),
  };
}

/** Keys that are texts as they are; all others are YAML. */
const TEXTS: ReadonlySet<string> = new Set(['instanceID', 'navColor']);

function valueOf(key: string, text: string): unknown {
  if (TEXTS.has(key)) return text.trim();
  try {
    return parse(text) as unknown;
  } catch (error) {
    throw invalid(key, (error as Error).message, error);
  }
}

type Fields = Readonly<Record<string, unknown>>;

function textOf(fields: Fields, key: string): string {
  const value = fields[key] ?? '';
  if (typeof value !== 'string' && typeof value !== 'number') throw invalid(key, 'a text is expected');
  return String(value);
}

function listOf<T>(fields: Fields, key: string): readonly T[] {
  const value = fields[key] ?? [];
  if (!Array.isArray(value)) throw invalid(key, 'a list is expected');
  return value as T[];
}

function optionalMap(fields: Fields, key: string): Opaque | undefined {
  return fields[key] === undefined || fields[key] === null ? undefined : mapOf(key, fields[key]);
}

function mapOf(key: string, value: unknown): Opaque {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(key, 'a map is expected');
  return value as Opaque;
}

function invalid(key: string, message: string, cause?: unknown): OperationalError {
  return new OperationalError(`${key}: ${message}`, { code: 'SETTINGS_INVALID', retry: 'never', cause });
}
