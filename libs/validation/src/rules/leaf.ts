import { type Container, type Template, yamlSyntaxProblem } from '@argosy/api';
import { parseDuration } from '@argosy/expressions';
import { Failure, type Place } from '../failure.ts';

type Check = (template: Template, name: string, at: Place) => void;

const checkImages: Check = ({ container, script }, name, at) => {
  if (container && !container.image) throw new Failure(`${name}.container.image may not be empty`, [...at, 'container']);
  if (script && !script.image) throw new Failure(`${name}.script.image may not be empty`, [...at, 'script']);
};

const checkMounts: Check = ({ container, script, inputs }, name, at) => {
  const mounted = new Map<string, string>();
  const kind = container ? 'container' : 'script';
  for (const [index, { mountPath, name: volume }] of (container ?? script)?.volumeMounts?.entries() ?? []) {
    const before = mounted.get(mountPath);
    if (before)
      throw new Failure(`${name}.${kind}.volumeMounts[${index}].mountPath '${mountPath}' already mounted in ${before}`, [
        ...at,
        kind,
        'volumeMounts',
        index,
      ]);
    mounted.set(mountPath, `${kind}.volumeMounts.${volume}`);
  }
  for (const [index, { path, name: artifact }] of (inputs?.artifacts ?? []).entries()) {
    const before = path === undefined ? undefined : mounted.get(path);
    if (before)
      throw new Failure(`${name}.inputs.artifacts[${index}].path '${path ?? ''}' already mounted in ${before}`, [
        ...at,
        'inputs',
        'artifacts',
        index,
      ]);
    if (path) mounted.set(path, `inputs.artifacts.${artifact}`);
  }
};

const checkContainerSet: Check = ({ containerSet, inputs, outputs }, name, at) => {
  if (!containerSet) return;
  const place = [...at, 'containerSet', 'containers'];
  const names = new Set(containerSet.containers.map((container) => container.name));
  if (names.size === 0) throw new Failure(`${name}.containerSet.containers must have at least one container`, place);
  const needsMain = (inputs?.artifacts?.length ?? 0) + (outputs?.artifacts?.length ?? 0) + (outputs?.parameters?.length ?? 0) > 0;
  if (needsMain && !names.has('main'))
    throw new Failure(`${name}.containerSet.containers must have a container named "main" for input or output`, place);
  for (const { name: own, dependencies = [] } of containerSet.containers) {
    const missing = dependencies.find((dependency) => !names.has(dependency));
    if (missing) throw new Failure(`${name}.containerSet.containers.${own} dependency '${missing}' not defined`, place);
  }
};

const reserved: ReadonlySet<string> = new Set(['init', 'wait', 'supervisor']);

const checkReserved: Check = ({ containerSet, sidecars, initContainers }, name, at) => {
  const lists: readonly (readonly [string, readonly Container[]])[] = [
    ['containerSet.containers', containerSet?.containers ?? []],
    ['sidecars', sidecars ?? []],
    ['initContainers', initContainers ?? []],
  ];
  for (const [list, containers] of lists) {
    const taken = containers.find((container) => reserved.has(container.name));
    if (taken) throw new Failure(`${name}.${list} "${taken.name}" is a reserved Argo container name`, [...at, ...list.split('.')]);
  }
};

const checkInitContainers: Check = ({ initContainers }, _name, at) => {
  if ((initContainers ?? []).some(({ name }) => !name))
    throw new Failure('initContainers must all have container name', [...at, 'initContainers']);
};

const actions: ReadonlySet<string> = new Set(['get', 'create', 'apply', 'delete', 'replace', 'patch']);

const checkResource: Check = ({ resource, inputs }, name, at) => {
  if (!resource) return;
  const place = [...at, 'resource'];
  if (!actions.has(resource.action) && !resource.action?.includes('{{'))
    throw new Failure(`${name}.resource.action must be one of: get, create, apply, delete, replace, patch`, [...place, 'action']);
  if (resource.manifest && resource.manifestFrom)
    throw new Failure(`shouldn't have both \`manifest\` and \`manifestFrom\` in ${name}.resource`, place);
  const flags = resource.flags?.length ?? 0;
  if (!resource.manifest && !resource.manifestFrom && flags === 0 && resource.action !== 'get' && resource.action !== 'delete')
    throw new Failure(`either ${name}.resource.manifest or ${name}.resource.manifestFrom must be specified`, place);
  const artifact = resource.manifestFrom?.artifact?.name;
  if (artifact && !inputs?.artifacts?.some((input) => input.name === artifact))
    throw new Failure(`${name}.resource.manifestFrom.artifact.name '${artifact}' is not an input artifact`, place);
};

/** Tags stand for text that is not known yet. */
const checkManifest: Check = ({ resource }, name, at) => {
  const manifest = resource?.manifest;
  const problem = manifest && yamlSyntaxProblem(manifest.replaceAll(/\{\{[^{}]*\}\}/g, 'tag'));
  if (problem) throw new Failure(`${name}.resource.manifest must be a valid yaml`, [...at, 'resource', 'manifest'], problem);
};

const policies: ReadonlySet<string> = new Set(['', 'Always', 'OnFailure', 'OnError', 'OnTransientError']);

const checkRetry: Check = ({ retryStrategy }, _name, at) => {
  const policy = retryStrategy?.retryPolicy ?? '';
  if (!policies.has(policy))
    throw new Failure(
      `${policy} is not a valid RetryPolicy`,
      [...at, 'retryStrategy', 'retryPolicy'],
      `one of ${[...policies].slice(1).join(', ')}`,
    );
};

const checkTimes: Check = ({ activeDeadlineSeconds, timeout, parallelism, name: own = '' }, name, at) => {
  const deadline = activeDeadlineSeconds === undefined ? undefined : String(activeDeadlineSeconds);
  if (deadline !== undefined && !deadline.includes('{{') && !(Number(deadline) > 0))
    throw new Failure(`${name}.activeDeadlineSeconds must be a positive integer > 0 or an argo variable`, [...at, 'activeDeadlineSeconds']);
  if (timeout && !timeout.includes('{{') && (parseDuration(timeout) === undefined || /^\d+$/.test(timeout)))
    throw new Failure(`${own} has invalid duration format in timeout`, [...at, 'timeout'], 'for example 30s, 5m or 1h30m');
  if (parallelism !== undefined) throw new Failure(`${name}.parallelism is only valid for steps and dag templates`, [...at, 'parallelism']);
};

const isMetricName = (name: string): boolean => /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name);

const checkMetrics: Check = ({ metrics }, name, at) => {
  for (const [index, metric] of (metrics?.prometheus ?? []).entries()) {
    const place = [...at, 'metrics', 'prometheus', index];
    if (!isMetricName(metric.name))
      throw new Failure(`${name} metric name '${metric.name}' is invalid. Metric names must contain alphanumeric characters or '_'`, [
        ...place,
        'name',
      ]);
    for (const { key } of metric.labels ?? [])
      if (!isMetricName(key))
        throw new Failure(`metric label '${key}' is invalid: keys may only contain alphanumeric characters or '_'`, [...place, 'labels']);
    if (!metric.help) throw new Failure(`${name} metric '${metric.name}' must contain a help string under 'help: ' field`, place);
    if (metric.gauge && !metric.gauge.value) throw new Failure(`${name} metric '${metric.name}' error: missing gauge.value`, place);
    if (metric.gauge?.realtime && metric.gauge.value.includes('resourcesDuration.'))
      throw new Failure(`${name} metric '${metric.name}' error: 'resourcesDuration.*' metrics cannot be used in real-time`, [
        ...place,
        'gauge',
        'value',
      ]);
    if (metric.counter && !metric.counter.value) throw new Failure(`${name} metric '${metric.name}' error: missing counter.value`, place);
    if (metric.histogram && !metric.histogram.value)
      throw new Failure(`${name} metric '${metric.name}' error: missing histogram.value`, place);
  }
};

const checkPodResources: Check = (template, name, at) => {
  for (const field of ['podResources', 'resourceClaims'] as const) {
    if (template[field] === undefined) continue;
    if (template.http) throw new Failure(`${name}.${field} is not supported for HTTP templates`, [...at, field]);
    if (template.plugin) throw new Failure(`${name}.${field} is not supported for Plugin templates`, [...at, field]);
  }
};

/** In the order in which what is wrong is told. */
const checks: readonly Check[] = [
  checkImages,
  checkMounts,
  checkContainerSet,
  checkReserved,
  checkInitContainers,
  checkResource,
  checkManifest,
  checkRetry,
  checkTimes,
  checkMetrics,
  checkPodResources,
];

/** What only leaf templates have (acceptance 12-018 to 12-023, 12-026). */
export function checkLeaf(template: Template, at: Place): void {
  for (const check of checks) check(template, `templates.${template.name ?? ''}`, at);
}

/** Fields that groups cannot have (acceptance 12-023). */
export function checkGroup(template: Template, kind: 'Steps' | 'DAG', at: Place): void {
  const name = `templates.${template.name ?? ''}`;
  if (template.activeDeadlineSeconds !== undefined)
    throw new Failure(`${name}.activeDeadlineSeconds is only valid for leaf templates`, [...at, 'activeDeadlineSeconds']);
  const lower = kind === 'Steps' ? 'steps' : 'dag';
  if (template.timeout) throw new Failure(`${lower} template doesn't support timeout field`, [...at, 'timeout']);
  if (template.pendingTimeout) throw new Failure(`${lower} template doesn't support pendingTimeout field`, [...at, 'pendingTimeout']);
  for (const field of ['podResources', 'resourceClaims'] as const)
    if (template[field] !== undefined)
      throw new Failure(`${name}.${field} is not supported for ${kind} templates, which do not create a pod`, [...at, field]);
  checkRetry(template, name, at);
  checkMetrics(template, name, at);
}
