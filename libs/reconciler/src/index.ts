export { createLeaderElection } from './leader-election.ts';
export type { LeaderElection, LeaderElectionOptions } from './leader-election.ts';
export type { Reconciler, ReconcileResult } from './reconciler.ts';
export { createTokenBucket } from './token-bucket.ts';
export type { TokenBucket, TokenBucketOptions } from './token-bucket.ts';
export { createWorkQueue } from './work-queue.ts';
export type { QueueObserver, WorkQueue, WorkQueueOptions } from './work-queue.ts';
