import type { PodSpec } from '@argosy/api';
import type { Decorator, PlanContext } from '../draft.ts';
import { givenFields } from '../fields.ts';
import { strategicMerge } from '../strategic-merge.ts';

/** Where the pod runs: the template's wishes over those of the enclosing template over the workflow's (acceptance 6-014). */
export const withScheduling: Decorator = (draft, context) => {
  const { spec, template, boundaryTemplate } = context;
  const inherited = {
    ...givenFields(spec, placement),
    ...givenFields(boundaryTemplate ?? {}, placement),
    ...givenFields(template, placement),
  };
  const { podPriorityClassName, podResources } = spec;
  const workflow: PodFields = { ...givenFields(spec, workflowFields), priorityClassName: podPriorityClassName, resources: podResources };
  const own: PodFields = { ...givenFields(template, templateFields), resources: template.podResources };
  const fields = { ...givenFields(workflow), ...givenFields(own), ...inherited };
  const affinity = avoidFailedHosts(context, fields.affinity as PodSpec['affinity']);
  return { ...draft, fields: { ...draft.fields, ...fields, ...(affinity && { affinity }) } as Partial<PodSpec> };
};

type PodFields = Partial<Record<keyof PodSpec, unknown>>;

const placement = ['nodeSelector', 'affinity', 'tolerations'] as const;
const workflowFields = ['schedulerName', 'hostAliases', 'hostNetwork', 'dnsPolicy', 'dnsConfig', 'resourceClaims'] as const;
const templateFields = ['schedulerName', 'hostAliases', 'priorityClassName', 'resourceClaims'] as const;

/** As whom it runs: security context, service account, secrets for images (acceptance 1-014, 1-015). */
export const withSecurity: Decorator = (draft, { spec, template }) => {
  const fields = ['securityContext', 'serviceAccountName', 'automountServiceAccountToken', 'imagePullSecrets'] as const;
  return { ...draft, fields: { ...draft.fields, ...givenFields(spec, fields), ...givenFields(template, fields) } as Partial<PodSpec> };
};

/** Where containers get no token, the executor may have one of its own: that of a secret (acceptance 6-015). */
export const withExecutorToken: Decorator = (draft, { spec, template }) => {
  const automount = template.automountServiceAccountToken ?? spec.automountServiceAccountToken ?? true;
  const account = template.executor?.serviceAccountName || spec.executor?.serviceAccountName;
  if (automount || !account || draft.executors.length === 0) return draft;
  const mount = { name: 'exec-sa-token', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true };
  return {
    ...draft,
    executors: draft.executors.map((container) => ({ ...container, volumeMounts: [...(container.volumeMounts ?? []), mount] })),
    volumes: [...draft.volumes, { name: 'exec-sa-token', secret: { secretName: `${account}.service-account-token` } }],
  };
};

/** Seconds that the kubelet gives the pod: the earlier of the template's own deadline and the one that is left (acceptance 6-018). */
export const withDeadline: Decorator = (draft, { deadline, now, template }) => {
  const left = deadline === undefined ? Number.POSITIVE_INFINITY : Math.max(1, Math.ceil((deadline - now) / 1000));
  const own = Number(template.activeDeadlineSeconds ?? left);
  if (Number.isNaN(own)) return { ok: false, message: `activeDeadlineSeconds "${template.activeDeadlineSeconds ?? ''}" is not a number` };
  const seconds = Math.min(left, own);
  return seconds === Number.POSITIVE_INFINITY ? draft : { ...draft, fields: { ...draft.fields, activeDeadlineSeconds: seconds } };
};

/** Attempts after a failure keep away from the hosts they failed on (acceptance 4-057). */
function avoidFailedHosts({ failedHosts, policy }: PlanContext, affinity: PodSpec['affinity']): PodSpec['affinity'] {
  if (failedHosts.length === 0) return affinity;
  const expression = { key: policy.retryHostNameLabelKey, operator: 'NotIn', values: [...new Set(failedHosts)] };
  const nodeAffinity = (affinity?.['nodeAffinity'] ?? {}) as {
    readonly requiredDuringSchedulingIgnoredDuringExecution?: {
      readonly nodeSelectorTerms?: readonly { readonly matchExpressions?: readonly unknown[] }[];
    };
  };
  // Terms are alternatives: each of them must exclude the hosts.
  const terms = nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [{}];
  const nodeSelectorTerms = terms.map((term) => ({ ...term, matchExpressions: [...(term.matchExpressions ?? []), expression] }));
  return strategicMerge(affinity ?? {}, {
    nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } },
  }) as PodSpec['affinity'];
}
