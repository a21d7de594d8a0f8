import type { Draft } from '../draft.ts';
import { setCondition } from './end-workflow.ts';

/** Says whether a pod of the workflow runs (acceptance 1-083), once pods were seen and where the status is written anyhow. */
export function notePodRunning(draft: Draft): void {
  const { observation, status } = draft;
  if (observation.pods.size === 0 || status.finishedAt || draft.build() === (observation.workflow.status ?? {})) return;
  const running = draft.nodes().some(({ type, phase }) => type === 'Pod' && phase === 'Running');
  setCondition(draft, { type: 'PodRunning', status: running ? 'True' : 'False' });
}
