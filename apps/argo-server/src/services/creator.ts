import { labels, labelSafe } from '@argosy/api';
import type { Caller, Claims } from '../auth/caller.ts';

type LabelMap = Readonly<Record<string, string>>;

const CREATOR = { subject: labels.creator, email: labels.creatorEmail, username: labels.creatorPreferredUsername } as const;
const ACTOR = { subject: labels.actor, email: labels.actorEmail, username: labels.actorPreferredUsername } as const;

/** Who made an object, as labels; what others claim about it is dropped (acceptance 8-017). */
export function creatorLabels(caller: Caller, given: LabelMap = {}): LabelMap {
  const own = new Set<string>(Object.values(CREATOR));
  const kept = Object.fromEntries(Object.entries(given).filter(([key]) => !own.has(key)));
  return { ...kept, ...labelsOf(caller.claims, CREATOR) };
}

export type ActorAction = 'Update' | 'Suspend' | 'Stop' | 'Terminate' | 'Resume' | 'Retry';

/** Who last did something to an object, and what. */
export function actorLabels(caller: Caller, action: ActorAction): LabelMap {
  const found = labelsOf(caller.claims, ACTOR);
  return Object.keys(found).length === 0 ? {} : { ...found, [labels.action]: action };
}

function labelsOf(claims: Claims | undefined, names: typeof CREATOR | typeof ACTOR): LabelMap {
  return {
    ...(claims?.subject && { [names.subject]: labelSafe(claims.subject) }),
    ...(claims?.email && { [names.email]: labelSafe(claims.email.replace('@', '.at.')) }),
    ...(claims?.preferredUsername && { [names.username]: labelSafe(claims.preferredUsername) }),
  };
}

/** `map[User:… Email:…]`, as Go prints it: part of the message of a node that somebody resumed. */
export function resumedBy(claims: Claims | undefined): string | undefined {
  const parts = [
    ...(claims?.email ? [`Email:${claims.email}`] : []),
    ...(claims?.preferredUsername ? [`PreferredUsername:${claims.preferredUsername}`] : []),
    ...(claims?.subject ? [`User:${claims.subject}`] : []),
  ];
  return parts.length === 0 ? undefined : `Resumed by: map[${parts.join(' ')}]`;
}
