import type { ApiObject } from '../../store/object.ts';
import type { Resource } from '../resource.ts';
import type { ApiState } from '../state.ts';
import { admitServiceAccount } from './service-account.ts';
import { enforceQuota } from './resource-quota.ts';
import { admitPriority } from './priority.ts';

type Admission = (state: ApiState, draft: ApiObject) => void;

/** What happens to new pods between defaulting and validation, in this order. */
const podAdmission: readonly Admission[] = [
  // Gives the pod an identity and its token.
  admitServiceAccount,
  // Turns the name of a priority class into its number.
  admitPriority,
  // Last, because it counts what the others filled in.
  enforceQuota,
];

/** Completes a new object from what else is stored, or refuses it. */
export function admit(state: ApiState, resource: Resource, draft: ApiObject): void {
  if (resource.storage !== 'pods') return;
  for (const step of podAdmission) step(state, draft);
}
