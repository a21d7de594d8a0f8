import type { PodSpec } from '@argosy/api';
import type { PlanPodInput } from './pod-plan.ts';
import { strategicMerge } from './strategic-merge.ts';

/** Where and as whom the pod runs: the template's wishes over those of the enclosing template over the workflow's (acceptance 6-014). */
export function scheduling(input: PlanPodInput): Partial<PodSpec> {
  const { spec, template, boundaryTemplate } = input;
  const pick = <K extends 'nodeSelector' | 'affinity' | 'tolerations'>(field: K) => template[field] ?? boundaryTemplate?.[field] ?? spec[field];
  const fields: Partial<Record<keyof PodSpec, unknown>> = {
    nodeSelector: pick('nodeSelector'),
    affinity: avoidFailedHosts(input, pick('affinity')),
    tolerations: pick('tolerations'),
    schedulerName: template.schedulerName || spec.schedulerName,
    priorityClassName: template.priorityClassName || spec.podPriorityClassName,
    hostAliases: template.hostAliases ?? spec.hostAliases,
    securityContext: template.securityContext ?? spec.securityContext,
    serviceAccountName: template.serviceAccountName || spec.serviceAccountName,
    automountServiceAccountToken: template.automountServiceAccountToken ?? spec.automountServiceAccountToken,
    imagePullSecrets: spec.imagePullSecrets,
    hostNetwork: spec.hostNetwork,
    dnsPolicy: spec.dnsPolicy,
    dnsConfig: spec.dnsConfig,
    resources: template.podResources ?? spec.podResources,
    resourceClaims: template.resourceClaims ?? spec.resourceClaims,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== '')) as Partial<PodSpec>;
}

/** Attempts after a failure keep away from the hosts they failed on (acceptance 4-057). */
function avoidFailedHosts({ failedHosts, policy }: PlanPodInput, affinity: PodSpec['affinity']): PodSpec['affinity'] {
  if (failedHosts.length === 0) return affinity;
  const expression = { key: policy.retryHostNameLabelKey, operator: 'NotIn', values: [...new Set(failedHosts)] };
  const required = { nodeSelectorTerms: [{ matchExpressions: [expression] }] };
  return strategicMerge(affinity ?? {}, { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } }) as PodSpec['affinity'];
}
