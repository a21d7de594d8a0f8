import { objectKey, type Stored } from '@argosy/kube';
import type { Milliseconds } from '@argosy/std';
import { label } from '../caches/objects.ts';
import type { Shell } from './shell.ts';
import { isBlank, isSignificantChange, type PodRecord } from './project-pod.ts';
import type { WorkflowRecord } from './workflow-record.ts';

export interface FollowOptions {
  /** A workflow may have to be deleted some time. */
  ttl(key: string): void;
  /** A workflow that has ended may have to be archived. */
  archive(key: string): void;
  /** One more workflow has ended. */
  finished(): void;
}

/** Turns what happens in the caches into keys to look at. Which event it was is forgotten: the next look sees the whole state. */
export function followCaches(shell: Shell, options: FollowOptions): void {
  const { workflows, pods, taskResults, taskSets } = shell.caches;
  const changed = (item: Stored<WorkflowRecord>): void => {
    if (item.value.completed) {
      shell.enqueue(item.key);
      options.ttl(item.key);
      if (item.value.workflow.metadata.labels?.[label.archiving] === 'Pending') options.archive(item.key);
      options.finished();
    } else if (shell.tracks.get(item.key)?.written !== item.resourceVersion) shell.enqueue(item.key, pauseFor(shell, item.key));
  };
  workflows.subscribe({ added: changed, updated: changed, deleted: ({ key }) => shell.enqueue(key) });
  const ofWorkflow = ({ namespace, value }: Stored<{ readonly workflow: string }>): void => {
    const key = objectKey(namespace, value.workflow);
    shell.enqueue(key, pauseFor(shell, key));
  };
  pods.subscribe({
    added: (pod) => {
      if (!isBlank(pod.value)) ofWorkflow(pod);
    },
    updated: (pod: Stored<PodRecord>, previous) => {
      if (isSignificantChange(previous.value, pod.value)) ofWorkflow(pod);
    },
    deleted: ofWorkflow,
  });
  taskResults.subscribe({ added: ofWorkflow, updated: ofWorkflow });
  taskSets.subscribe({ added: ofWorkflow, updated: ofWorkflow });
}

const SHORTEST: Milliseconds = 3;
const LONGEST: Milliseconds = 1_000;

/** Deciding on one workflow takes at most a fifth of the time, however many events come. */
const REST_PER_COST = 4;

/** The first event is looked at almost at once; those that follow are gathered, the longer the more a decision costs. */
function pauseFor(shell: Shell, key: string): Milliseconds {
  const track = shell.tracks.get(key);
  if (track === undefined) return SHORTEST;
  const rested = shell.timers.now() - track.decidedAt;
  return Math.min(LONGEST, Math.max(SHORTEST, track.cost * REST_PER_COST - rested));
}
