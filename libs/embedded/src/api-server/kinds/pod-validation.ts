import { type ApiObject, equalJson, isJsonObject } from '../../store/object.ts';
import type { Cause } from '../status-error.ts';
import { duplicate, forbiddenField, invalidValue, missingReference, notSupported, required } from '../validation/causes.ts';
import { dnsLabel } from '../validation/names.ts';
import type { ContainerView, PodSpecView, PodView } from './pod-types.ts';

/** What would keep a node from running the pod, and changes of fields that are fixed once the pod exists. */
export function validatePod(draft: ApiObject, previous: ApiObject | undefined): readonly Cause[] {
  const { spec } = draft as PodView;
  if (!isJsonObject(spec)) return [required('spec.containers', '')];
  return previous ? validatePodUpdate(spec, (previous as PodView).spec) : validatePodSpec(spec);
}

/** What would keep a node from running a pod of this spec, with fields that start at `spec`; `claims` are volumes that come from elsewhere. */
export function validatePodSpec(spec: PodSpecView, claims: readonly string[] = []): readonly Cause[] {
  const volumes = new Set([...claims, ...(Array.isArray(spec.volumes) ? spec.volumes : []).map((volume) => volume.name ?? '')]);
  return [...validateVolumes(spec), ...validateContainers(spec, volumes), ...validateChoices(spec)];
}

const alwaysMutable = ['activeDeadlineSeconds', 'tolerations', 'terminationGracePeriodSeconds', 'nodeName', 'schedulingGates'];

function validatePodUpdate(spec: PodSpecView, before: PodSpecView): readonly Cause[] {
  if (spec === before) return [];
  const fields = Object.keys({ ...spec, ...before }).filter((field) => !alwaysMutable.includes(field));
  const changed = fields.filter((field) => !equalJson(withoutImages(spec[field]), withoutImages(before[field])));
  if (changed.length === 0) return spec.nodeName && before.nodeName && spec.nodeName !== before.nodeName ? [forbiddenUpdate()] : [];
  return [forbiddenUpdate()];
}

function forbiddenUpdate(): Cause {
  return forbiddenField(
    'spec',
    'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,' +
      '`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
  );
}

function withoutImages(value: unknown): unknown {
  return Array.isArray(value)
    ? value.map((item: unknown) => (isJsonObject(item) && 'image' in item ? { ...item, image: '' } : item))
    : value;
}

function validateVolumes(spec: PodSpecView): readonly Cause[] {
  const seen = new Set<string>();
  return (Array.isArray(spec.volumes) ? spec.volumes : []).flatMap(({ name = '', ...source }, i) => {
    const at = `spec.volumes[${i}]`;
    const causes = checkName(`${at}.name`, name, seen);
    return Object.keys(source).length > 1 ? [...causes, forbiddenField(at, 'may not specify more than 1 volume type')] : causes;
  });
}

function validateContainers(spec: PodSpecView, volumes: ReadonlySet<string>): readonly Cause[] {
  const containers = Array.isArray(spec.containers) ? spec.containers : [];
  if (containers.length === 0) return [required('spec.containers', '')];
  const seen = new Set<string>();
  const check = (list: readonly ContainerView[], field: string): readonly Cause[] =>
    list.flatMap((container, i) => validateContainer(container, { at: `spec.${field}[${i}]`, seen, volumes }));
  return [...check(containers, 'containers'), ...check(Array.isArray(spec.initContainers) ? spec.initContainers : [], 'initContainers')];
}

interface ContainerContext {
  readonly at: string;
  readonly seen: Set<string>;
  readonly volumes: ReadonlySet<string>;
}

function validateContainer(container: ContainerView, { at, seen, volumes }: ContainerContext): readonly Cause[] {
  return [
    ...checkName(`${at}.name`, container.name ?? '', seen),
    ...validateImage(container.image, `${at}.image`),
    ...validateEnv(container, at),
    ...validateMounts(container, { at, volumes }),
    ...choice(`${at}.imagePullPolicy`, container['imagePullPolicy'], ['Always', 'IfNotPresent', 'Never']),
    ...choice(`${at}.terminationMessagePolicy`, container['terminationMessagePolicy'], ['FallbackToLogsOnError', 'File']),
  ];
}

function validateImage(image: unknown, field: string): readonly Cause[] {
  if (typeof image !== 'string' || image === '') return [required(field, '')];
  return image.trim() === image ? [] : [invalidValue(field, image, 'must not have leading or trailing whitespace')];
}

function validateEnv({ env }: ContainerView, at: string): readonly Cause[] {
  if (env !== undefined && !Array.isArray(env)) return [invalidValue(`${at}.env`, env, 'must be a list')];
  return (env ?? []).flatMap(({ name, value, valueFrom }, i) => {
    const field = `${at}.env[${i}]`;
    if (!name) return [required(`${field}.name`, '')];
    if (name.includes('='))
      return [
        invalidValue(
          `${field}.name`,
          name,
          "a valid environment variable name must consist only of printable ASCII characters other than '='",
        ),
      ];
    return valueFrom && value !== undefined && value !== ''
      ? [invalidValue(`${field}.valueFrom`, '', 'may not be specified when `value` is not empty')]
      : [];
  });
}

interface MountContext {
  readonly at: string;
  readonly volumes: ReadonlySet<string>;
}

function validateMounts({ volumeMounts }: ContainerView, { at, volumes }: MountContext): readonly Cause[] {
  const paths = new Set<string>();
  return (Array.isArray(volumeMounts) ? volumeMounts : []).flatMap(({ name = '', mountPath = '' }, i) => {
    const field = `${at}.volumeMounts[${i}]`;
    const causes: Cause[] = [];
    if (name === '') causes.push(required(`${field}.name`, ''));
    else if (!volumes.has(name)) causes.push(missingReference(`${field}.name`, name));
    if (mountPath === '') causes.push(required(`${field}.mountPath`, ''));
    else if (paths.has(mountPath)) causes.push(invalidValue(`${field}.mountPath`, mountPath, 'must be unique'));
    paths.add(mountPath);
    return causes;
  });
}

function validateChoices(spec: PodSpecView): readonly Cause[] {
  const deadline = spec['activeDeadlineSeconds'];
  const isBadDeadline = deadline !== undefined && deadline !== null && (!Number.isInteger(deadline) || Number(deadline) < 1);
  return [
    ...choice('spec.restartPolicy', spec.restartPolicy, ['Always', 'OnFailure', 'Never']),
    ...choice('spec.dnsPolicy', spec['dnsPolicy'], ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None']),
    ...(isBadDeadline ? [invalidValue('spec.activeDeadlineSeconds', deadline, 'must be between 1 and 2147483647, inclusive')] : []),
  ];
}

/** Refuses a value that is none of those supported; one that is missing is left alone. */
export function choice(field: string, value: unknown, supported: readonly string[]): readonly Cause[] {
  return value === undefined || supported.includes(String(value)) ? [] : [notSupported(field, value, supported)];
}

function checkName(field: string, name: string, seen: Set<string>): readonly Cause[] {
  if (name === '') return [required(field, '')];
  const problem = dnsLabel(name);
  if (problem) return [invalidValue(field, name, problem)];
  if (seen.has(name)) return [duplicate(field, name)];
  seen.add(name);
  return [];
}
