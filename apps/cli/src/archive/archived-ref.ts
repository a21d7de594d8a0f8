import type { Workflow } from '@argosy/api';
import { fromRfc3339 } from '@argosy/std';
import type { ArchivedRef, Cluster } from '../backend/backend.ts';
import { CliFailure } from '../failure.ts';
import { toggle, type Flags } from '../flags.ts';
import { timestamp } from '../output/humanize.ts';

export type IdentifierKind = 'uid' | 'name' | 'either';

export function identifierFlags() {
  return [toggle('--uid', 'what is given is a UID'), toggle('--name', 'what is given is a name')];
}

export function parseIdentifierKind(flags: Flags): IdentifierKind {
  const [uid, name] = [flags.on('uid'), flags.on('name')];
  if (uid && name) throw new CliFailure('--uid cannot be combined with --name');
  return uid ? 'uid' : name ? 'name' : 'either';
}

const UID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Finds an archived workflow by what the user calls it: a UID, or a name that only one of them has. */
export async function archivedRef(
  { archive, namespace }: Cluster,
  identifier: string,
  { kind, now }: { readonly kind: IdentifierKind; readonly now: number },
): Promise<ArchivedRef> {
  if (kind === 'uid' || (kind === 'either' && UID.test(identifier))) return { uid: identifier, namespace };
  const matches = (await archive.list({ namespace, labels: '' })).filter(({ metadata }) => metadata.name === identifier);
  const [only, second] = matches;
  if (!only) throw new CliFailure(`archived workflow '${identifier}' not found`, { hint: '`argo archive list` shows them' });
  if (second) throw new CliFailure(ambiguous(identifier, matches, now));
  return { uid: only.metadata.uid ?? '', name: identifier, namespace };
}

function ambiguous(name: string, matches: readonly Workflow[], now: number): string {
  const time = (text: string | null | undefined): string => {
    const instant = fromRfc3339(text);
    return instant === undefined ? 'unknown' : timestamp(instant, now);
  };
  const lines = matches.map(
    ({ metadata, status }) =>
      `  ${metadata.uid ?? ''} (Created: ${time(metadata.creationTimestamp)}, Finished: ${time(status?.finishedAt)})\n`,
  );
  return `Multiple archived workflows found with name '${name}':\n${lines.join('')}Please specify the UID.`;
}
