import type { LimitRef, LimitType } from '../backend/backend.ts';
import type { Invocation } from '../command.ts';
import { CliFailure } from '../failure.ts';
import { text } from '../flags.ts';

/** What the sync verbs have in common: which limit is meant. The namespace is that of the connection. */
export interface LimitOptions {
  readonly ref: Omit<LimitRef, 'namespace'>;
}

export function limitFlags() {
  return [
    text('--type <type>', 'where the limit is kept', ['configmap', 'database']),
    text('--cm-name <name>', 'the ConfigMap, for --type configmap'),
  ];
}

export function limitFlag() {
  return text('--limit <number>', 'how many may hold it at once');
}

export function parseLimitRef({ args, flags }: Invocation): LimitOptions['ref'] {
  const [key, excess] = args;
  if (key === undefined || excess !== undefined)
    throw new CliFailure(`accepts 1 arg(s), received ${args.length}`, { hint: 'the key of the limit' });
  const type = flags.text('type');
  if (type === '') throw new CliFailure("--type must be either 'database' or 'configmap'");
  const configMap = flags.text('cmName');
  if (type === 'configmap' && configMap === '') throw new CliFailure('--cm-name is required when type is configmap');
  return { type: type as LimitType, configMap, key };
}

export function parseLimit({ flags }: Invocation): number {
  const limit = flags.number('limit');
  if (limit === undefined) throw new CliFailure('required flag(s) "limit" not set');
  if (limit <= 0) throw new CliFailure('limit must be greater than zero');
  return limit;
}

/** A limit as all sync verbs print it. */
export function limitText({ key, type, configMap, namespace }: LimitRef, limit: number): string {
  const place = type === 'configmap' ? `ConfigMap Name: ${configMap}\n` : '';
  return `Key: ${key}\nType: ${type}\n${place}Namespace: ${namespace}\nLimit: ${limit}\n`;
}
