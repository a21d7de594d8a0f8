/** A place in the queue of a lock. */
export interface Waiting {
  readonly workflowkey: string;
  readonly controller: string;
}

/**
 * True where it is this holder's turn: nobody waits, or the first in the queue is of the same workflow and as deep in it (acceptance 13-161). A
 * workflow and one of its nodes are never taken for each other.
 */
export function isNext(queue: readonly Waiting[], holder: string, controller: string): boolean {
  const [first] = queue;
  if (first === undefined) return true;
  return first.controller === controller && isSameWorkflow(first.workflowkey, holder);
}

function isSameWorkflow(left: string, right: string): boolean {
  const [a, b] = [left.split('/'), right.split('/')];
  return a.length === b.length && a[0] === b[0] && a[1] === b[1];
}
