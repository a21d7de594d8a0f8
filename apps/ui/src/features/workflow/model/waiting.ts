import type { NodeStatus, Workflow } from '@argosy/api';
import { isActiveSuspendNode } from '@argosy/graph';
import type { Message } from '../../../i18n/zh/index.ts';

/** Why something does not go on, in one sentence. */
export interface WaitReason {
  readonly text: Message;
  readonly values?: Readonly<Record<string, string | number>>;
  /** In the words of the controller or of Kubernetes. */
  readonly detail?: string;
  readonly nodeId?: string;
  readonly kind: 'suspend' | 'lock' | 'parallelism' | 'image' | 'resources' | 'backoff' | 'other';
}

const OVER: ReadonlySet<string | undefined> = new Set(['Succeeded', 'Failed', 'Error']);
/** More reasons than this say the same again. */
const MOST = 5;

/** Everything that a workflow waits for at the moment; nothing where it runs or is over. */
export function waitReasons(workflow: Workflow): readonly WaitReason[] {
  const { spec, status } = workflow;
  if (OVER.has(status?.phase)) return [];
  const reasons: WaitReason[] = [];
  if (spec?.suspend) reasons.push({ text: 'The workflow is suspended: no further step starts until it is resumed.', kind: 'suspend' });
  if (!status?.phase || status.phase === 'Pending') reasons.push(pendingReason(status?.message));
  for (const node of Object.values(status?.nodes ?? {})) {
    const reason = nodeWaitReason(node);
    if (reason) reasons.push(reason);
    if (reasons.length >= MOST) break;
  }
  return reasons;
}

/** Why a node does not go on. */
export function nodeWaitReason(node: NodeStatus): WaitReason | undefined {
  const name = node.displayName ?? node.name;
  if (isActiveSuspendNode(node))
    return {
      text: '{name} waits for someone to resume it.',
      values: { name },
      nodeId: node.id,
      kind: 'suspend',
      ...detailOf(node.message),
    };
  if (node.phase !== 'Pending') return undefined;
  const lock = node.synchronizationStatus?.waiting;
  if (lock)
    return { text: '{name} waits for the lock {lock}.', values: { name, lock }, nodeId: node.id, kind: 'lock', ...detailOf(node.message) };
  if (!node.message) return undefined;
  const { kind, text } = RULES.find(({ pattern }) => pattern.test(node.message ?? '')) ?? OTHER;
  return { text, values: { name }, nodeId: node.id, kind, detail: node.message };
}

interface Rule {
  readonly pattern: RegExp;
  readonly kind: WaitReason['kind'];
  readonly text: Message;
}

const OTHER: Pick<Rule, 'kind' | 'text'> = { kind: 'other', text: '{name} has not started yet.' };

const RULES: readonly Rule[] = [
  { pattern: /ImagePull|ErrImage|pulling image/i, kind: 'image', text: '{name} waits for its image.' },
  {
    pattern: /Insufficient|Unschedulable|nodes are available|exceeded quota/i,
    kind: 'resources',
    text: '{name} waits for room in the cluster.',
  },
  { pattern: /parallelism/i, kind: 'parallelism', text: '{name} waits for other steps: as many run as may.' },
  { pattern: /back-?off|Retrying/i, kind: 'backoff', text: '{name} waits before its next attempt.' },
  { pattern: /lock|semaphore|mutex/i, kind: 'lock', text: '{name} waits for a lock.' },
];

function pendingReason(message: string | undefined): WaitReason {
  if (message && /lock|semaphore|mutex/i.test(message)) return { text: 'The workflow waits for a lock.', kind: 'lock', detail: message };
  if (message && /parallelism|priority/i.test(message))
    return { text: 'The workflow waits for others: as many run as may.', kind: 'parallelism', detail: message };
  return { text: 'The workflow has not started yet.', kind: 'other', ...detailOf(message) };
}

function detailOf(message: string | undefined): { readonly detail?: string } {
  return message ? { detail: message } : {};
}
