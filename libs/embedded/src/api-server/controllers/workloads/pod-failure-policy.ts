import type { ContainerStatus, PodView } from '../../kinds/pod-types.ts';
import type { Workload } from './workload.ts';

interface Rule {
  readonly action: 'FailJob' | 'Ignore' | 'Count' | 'FailIndex';
  readonly onExitCodes?: { readonly containerName?: string; readonly operator: 'In' | 'NotIn'; readonly values: readonly number[] };
  readonly onPodConditions?: readonly { readonly type: string; readonly status?: string }[];
}

interface Match {
  readonly action: Rule['action'];
  readonly message: string;
}

/** Why a job's policy fails it at once; undefined where it does not. */
export function failureByPolicy(job: Workload, pods: readonly PodView[]): string | undefined {
  for (const pod of pods) {
    const match = matchOf(job, pod);
    if (match?.action === 'FailJob') return match.message;
  }
  return undefined;
}

/** Whether the policy says that a pod's failure does not count. */
export function ignoredByPolicy(job: Workload, pod: PodView): boolean {
  return matchOf(job, pod)?.action === 'Ignore';
}

function matchOf({ spec }: Workload, pod: PodView): Match | undefined {
  const { rules = [] } = (spec['podFailurePolicy'] ?? {}) as { readonly rules?: readonly Rule[] };
  if (pod.status?.phase !== 'Failed') return undefined;
  for (const [index, rule] of rules.entries()) {
    const found = byExitCode(rule, pod) ?? byCondition(rule, pod);
    if (found) return { action: rule.action, message: `${found} matching ${rule.action} rule at index ${index}` };
  }
  return undefined;
}

const nameOf = ({ metadata }: PodView): string => `${metadata.namespace}/${metadata.name}`;

function byExitCode({ onExitCodes }: Rule, pod: PodView): string | undefined {
  const container = onExitCodes && containerFor(onExitCodes, pod);
  const code = container?.state?.terminated?.exitCode;
  return container && `Container ${container.name} for pod ${nameOf(pod)} failed with exit code ${code}`;
}

function byCondition(rule: Rule, pod: PodView): string | undefined {
  const condition = conditionFor(rule, pod);
  return condition && `Pod ${nameOf(pod)} has condition ${condition}`;
}

function containerFor(
  { containerName, operator, values }: NonNullable<Rule['onExitCodes']>,
  { status }: PodView,
): ContainerStatus | undefined {
  const all = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])];
  return all.find(({ name, state }) => {
    const code = state?.terminated?.exitCode;
    if (code === undefined || code === 0 || (containerName && containerName !== name)) return false;
    return values.includes(code) === (operator === 'In');
  });
}

function conditionFor({ onPodConditions = [] }: Rule, { status }: PodView): string | undefined {
  return onPodConditions.find((wanted) =>
    status?.conditions?.some((condition) => condition.type === wanted.type && condition.status === (wanted.status ?? 'True')),
  )?.type;
}
