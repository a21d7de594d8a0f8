import { OperationalError } from '@argosy/std';
import type { SecretRef } from '../../services/secrets.ts';

/** The `sso` of the controller ConfigMap (acceptance 8-010, 8-015), parsed. */
export interface SsoConfig {
  readonly issuer: string;
  /** What the provider calls itself, where that is not its address. */
  readonly issuerAlias: string;
  readonly clientId: SecretRef;
  readonly clientSecret: SecretRef;
  /** Empty: it is made of the request's own address. */
  readonly redirectUrl: string;
  readonly scopes: readonly string[];
  readonly sessionSeconds: number;
  readonly rbac: boolean;
  readonly insecureSkipVerify: boolean;
  readonly rootCa: string;
  readonly groupFilters: readonly RegExp[];
  readonly groupClaim: string;
  readonly userInfoPath: string;
}

type Fields = Readonly<Record<string, unknown>>;

const TEN_HOURS = 10 * 3_600;

/** Throws `SETTINGS_INVALID`, naming the field. */
export function parseSso(fields: Fields, readDuration: (text: string) => number | undefined): SsoConfig {
  const issuer = textOf(fields, 'issuer');
  if (issuer === '') throw invalid('issuer', 'is required');
  return {
    issuer: issuer.replace(/\/$/, ''),
    issuerAlias: textOf(fields, 'issuerAlias').replace(/\/$/, ''),
    clientId: secretOf(fields, 'clientId'),
    clientSecret: secretOf(fields, 'clientSecret'),
    redirectUrl: textOf(fields, 'redirectUrl'),
    scopes: ['openid', ...textsOf(fields, 'scopes').filter((scope) => scope !== 'openid')],
    sessionSeconds: sessionSeconds(fields, readDuration),
    rbac: (fields['rbac'] as { readonly enabled?: unknown } | undefined)?.enabled === true,
    insecureSkipVerify: fields['insecureSkipVerify'] === true,
    rootCa: textOf(fields, 'rootCA'),
    groupFilters: textsOf(fields, 'filterGroupsRegex').map((pattern) => new RegExp(pattern)),
    groupClaim: textOf(fields, 'customGroupClaimName') || 'groups',
    userInfoPath: textOf(fields, 'userInfoPath'),
  };
}

function sessionSeconds(fields: Fields, readDuration: (text: string) => number | undefined): number {
  const text = textOf(fields, 'sessionExpiry');
  if (text === '') return TEN_HOURS;
  const duration = readDuration(text);
  if (duration === undefined) throw invalid('sessionExpiry', `wants a duration such as 10h, got ${text}`);
  return Math.floor(duration / 1_000);
}

function textOf(fields: Fields, key: string): string {
  const value = fields[key] ?? '';
  if (typeof value !== 'string') throw invalid(key, 'a text is expected');
  return value;
}

function textsOf(fields: Fields, key: string): readonly string[] {
  const value = fields[key] ?? [];
  if (!Array.isArray(value)) throw invalid(key, 'a list of texts is expected');
  return value.map(String);
}

function secretOf(fields: Fields, key: string): SecretRef {
  const { name, key: field } = (fields[key] ?? {}) as { readonly name?: unknown; readonly key?: unknown };
  if (typeof name !== 'string' || typeof field !== 'string') throw invalid(key, 'name and key of a Secret are expected');
  return { name, key: field };
}

function invalid(key: string, message: string): OperationalError {
  return new OperationalError(`sso.${key}: ${message}`, { code: 'SETTINGS_INVALID', retry: 'never' });
}
