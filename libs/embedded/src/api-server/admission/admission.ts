import type { ApiObject } from '../../store/object.ts';
import type { Resource } from '../resource.ts';
import type { ApiState } from '../state.ts';
import { admitServiceAccount } from './service-account.ts';
import { enforceQuota } from './resource-quota.ts';
import { admitPriority } from './priority.ts';
import { allocateService } from './service-address.ts';

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

const steps: Readonly<Record<string, readonly Admission[]>> = { pods: podAdmission, services: [allocateService] };

/** Completes a new object from what else is stored, or refuses it. */
export function admit(state: ApiState, resource: Resource, draft: ApiObject): void {
  for (const step of steps[resource.storage] ?? []) step(state, draft);
}

/** Completes an object whose spec changed: a service that becomes a NodePort needs ports. */
export function admitChange(state: ApiState, resource: Resource, draft: ApiObject): void {
  if (resource.storage === 'services') allocateService(state, draft);
}
