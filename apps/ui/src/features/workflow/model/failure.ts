import type { NodeStatus, Workflow } from '@argosy/api';
import { fromRfc3339 } from '@argosy/std';
import type { Message } from '../../../i18n/zh/index.ts';

/** Why a workflow failed, as far as its status tells. */
export interface Failure {
  readonly node: NodeStatus;
  /** Where it is: names from the outside in. */
  readonly path: readonly string[];
  readonly attempt?: { readonly number: number; readonly of: number };
  readonly exitCode?: number;
  readonly meaning?: Message;
  readonly message: string;
  /** Ids of everything that failed by itself, first to last. */
  readonly all: readonly string[];
}

const BROKEN: ReadonlySet<string | undefined> = new Set(['Failed', 'Error']);
const OWN: ReadonlySet<string> = new Set(['Pod', 'HTTP', 'Plugin', 'Suspend', 'Container']);

/** The first step that failed by itself and took the workflow with it. Attempts that a later one made good do not count. */
export function failureOf({ status }: Workflow): Failure | undefined {
  const nodes = status?.nodes ?? {};
  const retries = retryOf(nodes);
  const failed = Object.values(nodes)
    .filter((node) => BROKEN.has(node.phase) && OWN.has(node.type) && isFinal(node, retries))
    .sort((left, right) => (fromRfc3339(left.finishedAt) ?? 0) - (fromRfc3339(right.finishedAt) ?? 0));
  const [node] = failed;
  if (!node) return undefined;
  const retry = retries.get(node.id);
  const exitCode = exitCodeOf(node);
  const meaning = exitCode === undefined ? undefined : meaningOf(exitCode, node.message ?? '');
  return {
    node,
    path: pathOf(nodes, retry?.node ?? node),
    ...(retry && { attempt: { number: retry.attempts.indexOf(node.id) + 1, of: retry.attempts.length } }),
    ...(exitCode !== undefined && { exitCode }),
    ...(meaning && { meaning }),
    message: node.message ?? retry?.node.message ?? '',
    all: failed.map(({ id }) => id),
  };
}

interface Retry {
  readonly node: NodeStatus;
  readonly attempts: readonly string[];
}

function retryOf(nodes: Readonly<Record<string, NodeStatus>>): Map<string, Retry> {
  const retries = new Map<string, Retry>();
  for (const node of Object.values(nodes)) {
    if (node.type !== 'Retry') continue;
    const attempts = (node.children ?? []).filter((id) => nodes[id]?.name.startsWith(`${node.name}(`));
    for (const id of attempts) retries.set(id, { node, attempts });
  }
  return retries;
}

/** The last attempt of a step that failed in the end. */
function isFinal(node: NodeStatus, retries: ReadonlyMap<string, Retry>): boolean {
  const retry = retries.get(node.id);
  return !retry || (BROKEN.has(retry.node.phase) && retry.attempts.at(-1) === node.id);
}

function exitCodeOf({ outputs, message }: NodeStatus): number | undefined {
  const text = outputs?.exitCode ?? /exit code (-?\d+)/.exec(message ?? '')?.[1];
  return text === undefined ? undefined : Number(text);
}

/** Exit codes in words; above 128 they are signals. */
export function meaningOf(exitCode: number, message: string): Message | undefined {
  if (/OOMKilled/i.test(message)) return 'It used more memory than it may.';
  return MEANINGS[exitCode];
}

const MEANINGS: Readonly<Record<number, Message | undefined>> = {
  1: 'The program reported an error.',
  2: 'The program was called the wrong way.',
  126: 'The command cannot be run: it is not executable.',
  127: 'The command was not found in the image.',
  128: 'The program ended with an invalid code.',
  130: 'It was interrupted.',
  134: 'It aborted (SIGABRT).',
  137: 'It was killed, most likely for want of memory.',
  139: 'It crashed: invalid access to memory.',
  143: 'It was asked to end: eviction, deadline or stop.',
};

function pathOf(nodes: Readonly<Record<string, NodeStatus>>, node: NodeStatus): string[] {
  const path: string[] = [];
  for (let one: NodeStatus | undefined = node, steps = 0; one && steps < 100; one = nodes[one.boundaryID ?? ''], steps++)
    path.unshift(one.displayName ?? one.name);
  return path.length > 1 ? path.slice(1) : path;
}
