export {
  acquire,
  emptyLockTable,
  grantWaiting,
  type LockName,
  type LockRequest,
  type LockState,
  lockState,
  type LockTable,
  release,
  releaseWorkflow,
  restore,
  type SemaphoreLimit,
} from './lock-table.ts';
export { grantedRequests, synchronizationStatus } from './status.ts';
