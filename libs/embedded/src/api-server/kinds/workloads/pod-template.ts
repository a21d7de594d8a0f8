import { type ApiObject, equalJson, isJsonObject, type JsonObject } from '../../../store/object.ts';
import type { Cause } from '../../status-error.ts';
import { invalidValue, notSupported, required } from '../../validation/causes.ts';
import { applyPodSpecDefaults, fill } from '../pod-defaults.ts';
import type { PodSpecView } from '../pod-types.ts';
import { validatePodSpec } from '../pod-validation.ts';
import { type LabelSelector, selects } from './label-selector.ts';

/** What the kinds that make pods have in common. */
export interface WorkloadSpec extends JsonObject {
  replicas?: number;
  selector?: LabelSelector;
  template?: PodTemplate;
}

export interface PodTemplate extends JsonObject {
  metadata?: { labels?: Record<string, string>; annotations?: Record<string, string>; [field: string]: unknown };
  spec?: PodSpecView;
}

/** The spec of a draft, ready to be filled in; undefined where it has none or nothing of it has changed. */
export function changedSpec(draft: ApiObject, previous: ApiObject | undefined): WorkloadSpec | undefined {
  if (!isJsonObject(draft['spec']) || (previous && draft['spec'] === previous['spec'])) return undefined;
  const spec = structuredClone(draft['spec']) as WorkloadSpec;
  draft['spec'] = spec;
  return spec;
}

/** Defaults of a template of pods. */
export function applyTemplateDefaults(spec: { template?: unknown }): void {
  const { template } = spec;
  if (!isJsonObject(template)) return;
  fill(template, { metadata: {}, spec: {} });
  if (isJsonObject(template['spec'])) applyPodSpecDefaults(template['spec'] as PodSpecView);
}

export interface TemplateRules {
  /** Where the template stands. */
  readonly at: string;
  readonly restartPolicies: readonly string[];
  /** Names of volumes that the workload adds. */
  readonly claims?: readonly string[];
}

/** What keeps pods of a template from being made or run. */
export function validateTemplate(template: unknown, { at, restartPolicies, claims = [] }: TemplateRules): readonly Cause[] {
  const { spec } = (template ?? {}) as PodTemplate;
  if (!isJsonObject(spec) || Object.keys(spec).length === 0) return [required(`${at}.spec.containers`, '')];
  const { restartPolicy } = spec as PodSpecView;
  const policy = restartPolicies.includes(restartPolicy ?? '')
    ? []
    : [notSupported(`${at}.spec.restartPolicy`, restartPolicy, restartPolicies)];
  const causes = validatePodSpec(spec as PodSpecView, claims).map((cause) => ({
    ...cause,
    ...(cause.field && { field: `${at}.${cause.field}` }),
  }));
  return [...causes, ...policy];
}

/** The selector of a workload: it must be there, choose the pods of the template, and stay as it is. */
export function validateSelector(draft: ApiObject, previous: ApiObject | undefined): readonly Cause[] {
  const { selector, template } = (draft['spec'] ?? {}) as WorkloadSpec;
  if (!selector) return [required('spec.selector', '')];
  if (previous && !equalJson(selector, (previous['spec'] as WorkloadSpec).selector))
    return [invalidValue('spec.selector', selector, 'field is immutable')];
  if (Object.keys(selector).length === 0)
    return [invalidValue('spec.selector', selector, `empty selector is invalid for ${draft.kind.toLowerCase()}`)];
  return validateLabels(selector, template?.metadata?.labels ?? {});
}

function validateLabels(selector: LabelSelector, labels: Readonly<Record<string, string>>): readonly Cause[] {
  const why = '`selector` does not match template `labels`';
  return selects(selector, labels) ? [] : [invalidValue('spec.template.metadata.labels', labels, why)];
}

/** A number that must not be negative. */
export function validateCount(field: string, value: unknown): readonly Cause[] {
  return typeof value === 'number' && value < 0 ? [invalidValue(field, value, 'must be greater than or equal to 0')] : [];
}
