import { type Container, type Prometheus, type ResourceTemplate, type Template, yamlSyntaxProblem } from '@argosy/api';
import { parseDuration } from '@argosy/expressions';
import { declarations } from '@argosy/templates';
import { Failure, type Place } from '../failure.ts';

type Check = (template: Template, name: string, at: Place) => void;

const checkImages: Check = ({ container, script }, name, at) => {
  if (container && !container.image) throw new Failure(`${name}.container.image may not be empty`, [...at, 'container']);
  if (script && !script.image) throw new Failure(`${name}.script.image may not be empty`, [...at, 'script']);
};

const checkMounts: Check = ({ container, script, inputs }, name, at) => {
  const kind = container ? 'container' : 'script';
  const mounts = [...((container ?? script)?.volumeMounts ?? []).entries()].map(
    ([index, { mountPath, name: volume }]): Mount => ({
      path: mountPath,
      what: `${kind}.volumeMounts[${index}].mountPath`,
      as: `${kind}.volumeMounts.${volume}`,
      at: [kind, 'volumeMounts', index],
    }),
  );
  const artifacts = [...(inputs?.artifacts ?? []).entries()].map(
    ([index, { path, name: artifact }]): Mount => ({
      path,
      what: `inputs.artifacts[${index}].path`,
      as: `inputs.artifacts.${artifact}`,
      at: ['inputs', 'artifacts', index],
    }),
  );
  requireDistinct([...mounts, ...artifacts], name, at);
};

interface Mount {
  readonly path: string | undefined;
  /** How the place is called that is wrong, and how one is called that was there before. */
  readonly what: string;
  readonly as: string;
  readonly at: Place;
}

function requireDistinct(mounts: readonly Mount[], name: string, at: Place): void {
  const mounted = new Map<string, string>();
  for (const { path, what, as, at: place } of mounts) {
    if (!path) continue;
    const before = mounted.get(path);
    if (before) throw new Failure(`${name}.${what} '${path}' already mounted in ${before}`, [...at, ...place]);
    mounted.set(path, as);
  }
}

const checkContainerSet: Check = ({ containerSet, inputs, outputs }, name, at) => {
  if (!containerSet) return;
  const place = [...at, 'containerSet', 'containers'];
  const names = new Set(containerSet.containers.map((container) => container.name));
  if (names.size === 0) throw new Failure(`${name}.containerSet.containers must have at least one container`, place);
  if (needsMain(inputs, outputs) && !names.has('main'))
    throw new Failure(`${name}.containerSet.containers must have a container named "main" for input or output`, place);
  for (const { name: own, dependencies = [] } of containerSet.containers) {
    const missing = dependencies.find((dependency) => !names.has(dependency));
    if (missing) throw new Failure(`${name}.containerSet.containers.${own} dependency '${missing}' not defined`, place);
  }
};

/** Artifacts come to `main`, and outputs from it; parameters can be read by any container. */
function needsMain(inputs: Template['inputs'], outputs: Template['outputs']): boolean {
  const given = declarations(outputs);
  return [declarations(inputs).artifacts, given.artifacts, given.parameters].some((list) => list.length > 0);
}

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
  checkManifestSource(resource, name, place);
  const artifact = resource.manifestFrom?.artifact?.name;
  if (artifact && !declarations(inputs).artifacts.some((input) => input.name === artifact))
    throw new Failure(`${name}.resource.manifestFrom.artifact.name '${artifact}' is not an input artifact`, place);
};

function checkManifestSource(resource: ResourceTemplate, name: string, at: Place): void {
  const given = [resource.manifest, resource.manifestFrom].filter((source) => source !== undefined && source !== '').length;
  if (given === 2) throw new Failure(`shouldn't have both \`manifest\` and \`manifestFrom\` in ${name}.resource`, at);
  if (given === 0 && needsManifest(resource))
    throw new Failure(`either ${name}.resource.manifest or ${name}.resource.manifestFrom must be specified`, at);
}

/** Flags may name the object, and what is read or deleted needs no more than a name. */
function needsManifest({ action, flags = [] }: ResourceTemplate): boolean {
  return flags.length === 0 && action !== 'get' && action !== 'delete';
}

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
  const isKnown = (value: string | number | undefined): value is string | number => value !== undefined && !String(value).includes('{{');
  if (isKnown(activeDeadlineSeconds) && !(Number(activeDeadlineSeconds) > 0))
    throw new Failure(`${name}.activeDeadlineSeconds must be a positive integer > 0 or an argo variable`, [...at, 'activeDeadlineSeconds']);
  if (timeout && isKnown(timeout) && !isLength(timeout))
    throw new Failure(`${own} has invalid duration format in timeout`, [...at, 'timeout'], 'for example 30s, 5m or 1h30m');
  if (parallelism !== undefined) throw new Failure(`${name}.parallelism is only valid for steps and dag templates`, [...at, 'parallelism']);
};

/** Seconds need their unit here. */
function isLength(timeout: string): boolean {
  return parseDuration(timeout) !== undefined && !/^\d+$/.test(timeout);
}

const isMetricName = (name: string): boolean => /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name);

const checkMetrics: Check = ({ metrics }, name, at) => {
  for (const [index, metric] of (metrics?.prometheus ?? []).entries()) {
    const place = [...at, 'metrics', 'prometheus', index];
    checkMetricNames(metric, name, place);
    if (!metric.help) throw new Failure(`${name} metric '${metric.name}' must contain a help string under 'help: ' field`, place);
    checkMetricValue(metric, name, place);
  }
};

function checkMetricNames({ name: own, labels = [] }: Prometheus, name: string, at: Place): void {
  if (!isMetricName(own))
    throw new Failure(`${name} metric name '${own}' is invalid. Metric names must contain alphanumeric characters or '_'`, [...at, 'name']);
  const wrong = labels.find(({ key }) => !isMetricName(key));
  if (wrong)
    throw new Failure(`metric label '${wrong.key}' is invalid: keys may only contain alphanumeric characters or '_'`, [...at, 'labels']);
}

function checkMetricValue(metric: Prometheus, name: string, at: Place): void {
  const error = (what: string, place = at): Failure => new Failure(`${name} metric '${metric.name}' error: ${what}`, place);
  const { gauge } = metric;
  if (gauge && !gauge.value) throw error('missing gauge.value');
  if (gauge?.realtime && gauge.value.includes('resourcesDuration.'))
    throw error("'resourcesDuration.*' metrics cannot be used in real-time", [...at, 'gauge', 'value']);
  for (const kind of ['counter', 'histogram'] as const) if (metric[kind] && !metric[kind].value) throw error(`missing ${kind}.value`);
}

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
