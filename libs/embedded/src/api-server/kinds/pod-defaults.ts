import { type ApiObject, cloneJson, isJsonObject, type JsonObject } from '../../store/object.ts';
import type { ContainerView, PodSpecView, PodView } from './pod-types.ts';

/** Fills what the real API server fills in a pod. Updates that leave the spec alone cost nothing. */
export function applyPodDefaults(draft: ApiObject, previous: ApiObject | undefined): void {
  if (!isJsonObject(draft['spec']) || (previous && draft['spec'] === previous['spec'])) return;
  const pod = draft as PodView;
  if (previous) pod.spec = cloneJson(pod.spec);
  const { spec } = pod;
  applyPodSpecDefaults(spec);
  fill(spec, { enableServiceLinks: true });
  for (const container of containersOfPod(spec)) applyRequestDefaults(container);
  applyTolerations(spec);
}

/** What is filled in wherever a pod is described: in pods and in templates of pods. */
export function applyPodSpecDefaults(spec: PodSpecView): void {
  fill(spec, podDefaults);
  spec['schedulerName'] ||= 'default-scheduler';
  if (spec.serviceAccountName) spec['serviceAccount'] = spec.serviceAccountName;
  for (const container of containersOfPod(spec)) applyContainerDefaults(container);
  for (const volume of Array.isArray(spec.volumes) ? spec.volumes : []) applyVolumeDefaults(volume);
}

function containersOfPod(spec: PodSpecView): readonly ContainerView[] {
  const ephemeral = spec['ephemeralContainers'] as readonly ContainerView[] | undefined;
  return [...containersOf(spec.containers), ...containersOf(spec.initContainers), ...containersOf(ephemeral)];
}

/** `status` of a pod that was just created: its phase and quality of service. */
export function initialPodStatus(draft: ApiObject): unknown {
  return { phase: 'Pending', qosClass: qualityOfService((draft as PodView).spec) };
}

const podDefaults = {
  restartPolicy: 'Always',
  dnsPolicy: 'ClusterFirst',
  terminationGracePeriodSeconds: 30,
  securityContext: {},
};

/** Sets what is missing. */
export function fill(target: JsonObject, defaults: JsonObject): void {
  for (const key in defaults) if (target[key] === undefined || target[key] === null) target[key] = cloneJson(defaults[key]);
}

function containersOf(list: readonly ContainerView[] | undefined): readonly ContainerView[] {
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
}

function applyContainerDefaults(container: ContainerView): void {
  container.resources ??= {};
  for (const port of container.ports ?? []) port.protocol ??= 'TCP';
  for (const variable of container.env ?? []) applyEnvDefaults(variable);
  applyProbeDefaults(container);
  fill(container, {
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: pullPolicy(container),
  });
}

/** Images without a tag are `latest`, which may have changed since they were pulled. */
function pullPolicy({ image }: ContainerView): string {
  const last =
    String(image ?? '')
      .split('/')
      .at(-1) ?? '';
  const isLatest = !last.includes('@') && (!last.includes(':') || last.endsWith(':latest'));
  return isLatest ? 'Always' : 'IfNotPresent';
}

function applyEnvDefaults(variable: NonNullable<ContainerView['env']>[number]): void {
  const field = isJsonObject(variable.valueFrom) ? variable.valueFrom['fieldRef'] : undefined;
  if (isJsonObject(field)) field['apiVersion'] ??= 'v1';
}

const probeDefaults = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };

function applyProbeDefaults(container: ContainerView): void {
  for (const kind of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    const probe = container[kind];
    if (!isJsonObject(probe)) continue;
    fill(probe, probeDefaults);
    if (isJsonObject(probe['httpGet'])) fill(probe['httpGet'], { path: '/', scheme: 'HTTP' });
  }
}

/** A limit without a request is a request, too. */
function applyRequestDefaults(container: ContainerView): void {
  const { resources } = container;
  if (!isJsonObject(resources) || !isJsonObject(resources.limits)) return;
  resources.requests = { ...resources.limits, ...resources.requests } as Record<string, string | number>;
}

const volumeModes: Readonly<Record<string, JsonObject>> = {
  configMap: { defaultMode: 0o644 },
  secret: { defaultMode: 0o644 },
  projected: { defaultMode: 0o644 },
  downwardAPI: { defaultMode: 0o644 },
  hostPath: { type: '' },
};

function applyVolumeDefaults(volume: JsonObject): void {
  for (const source in volumeModes) {
    const value = volume[source];
    if (isJsonObject(value)) fill(value, volumeModes[source] ?? {});
  }
  if (Object.keys(volume).length === 1) volume['emptyDir'] = {};
  const sources = isJsonObject(volume['projected']) ? volume['projected']['sources'] : undefined;
  for (const source of Array.isArray(sources) ? sources : []) {
    const token: unknown = isJsonObject(source) ? source['serviceAccountToken'] : undefined;
    if (isJsonObject(token)) fill(token, { expirationSeconds: 3600 });
  }
}

const nodeConditions = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];

function applyTolerations(spec: PodSpecView): void {
  const present = Array.isArray(spec['tolerations']) ? (spec['tolerations'] as readonly { readonly key?: string }[]) : [];
  const missing = nodeConditions.filter((key) => !present.some((toleration) => toleration.key === key));
  if (missing.length === 0) return;
  spec['tolerations'] = [...present, ...missing.map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }))];
}

function qualityOfService(spec: PodSpecView | undefined): string {
  const containers = [...containersOf(spec?.containers), ...containersOf(spec?.initContainers)];
  const measured = ['cpu', 'memory'] as const;
  const isEmpty = containers.every(({ resources }) => measured.every((name) => !resources?.requests?.[name] && !resources?.limits?.[name]));
  if (isEmpty) return 'BestEffort';
  const isGuaranteed = containers.every(({ resources }) =>
    measured.every(
      (name) =>
        resources?.limits?.[name] !== undefined && (resources.requests?.[name] ?? resources.limits[name]) === resources.limits[name],
    ),
  );
  return isGuaranteed ? 'Guaranteed' : 'Burstable';
}
