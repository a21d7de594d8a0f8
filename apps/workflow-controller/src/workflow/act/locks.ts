import type { Applier } from './apply-actions.ts';

/** Asks for locks. When the answer is not what the decision knew, the workflow is looked at again at once. */
export const acquireLocks: Applier<'AcquireLocks'> = async ({ shell }, request) => {
  return (await shell.locks.acquire(request)) ? { again: 1 } : {};
};

/** Gives locks back and wakes those who waited for them. */
export const releaseLocks: Applier<'ReleaseLocks'> = async ({ shell }, { holder }) => {
  for (const workflow of await shell.locks.release(holder)) shell.enqueue(workflow);
  return {};
};
