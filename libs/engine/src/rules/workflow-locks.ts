import type { RuleOutcome } from '../decide.ts';
import type { Draft } from '../draft.ts';
import { holderKey, type LockAnswer, lockRefs, requestLocks } from '../execute/locks.ts';
import { substitute } from '@argosy/expressions';
import { awaitsClaims } from './claims.ts';
import { endWorkflow } from './end-workflow.ts';

/** A workflow with locks of its own is Pending until it holds them all (acceptance 4-105, 4-112). */
export function acquireWorkflowLocks(draft: Draft): RuleOutcome {
  const { value: synchronization } = substitute(draft.spec.synchronization, { scope: draft.globals, input: draft.input });
  const locks = lockRefs(synchronization, draft.observation.workflow.metadata.namespace ?? '');
  if (locks.length === 0) return 'continue';
  const answer = requestLocks(draft, holderKey(draft), locks);
  if (!answer.granted) return awaitLocks(draft, answer);
  if (draft.status.phase === 'Pending' && !awaitsClaims(draft.status.message)) draft.setStatus({ phase: 'Running', message: undefined });
  return 'continue';
}

function awaitLocks(draft: Draft, answer: LockAnswer): RuleOutcome {
  const started = Object.keys(draft.status.nodes ?? {}).length > 0;
  if (answer.error) endWorkflow(draft, 'Failed', answer.error);
  else if (draft.spec.shutdown) endWorkflow(draft, 'Failed', `Stopped with strategy '${draft.spec.shutdown}'`);
  else if (!started) draft.setStatus({ phase: 'Pending', message: answer.message });
  draft.explain('lock', undefined, answer.message);
  return started ? 'continue' : 'stop';
}
