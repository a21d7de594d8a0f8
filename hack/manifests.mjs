#!/usr/bin/env node
// Writes kustomize/ from the chart, so that both install the same: `manifests.mjs` writes, `manifests.mjs --check` fails on a difference
// and compares what kustomize builds with what helm renders. Needs helm, and kustomize for the check (PATH, HELM, KUSTOMIZE).
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import yaml from 'yaml';
import { layout } from './local-up/layout.mjs';

const root = path.resolve(import.meta.dirname, '..');
const isCheck = process.argv.includes('--check');
const env = { ...process.env, PATH: `${layout.bin}:${process.env.PATH}` };
const [helm, kustomize] = [process.env.HELM ?? 'helm', process.env.KUSTOMIZE ?? 'kustomize'];
for (const tool of isCheck ? [helm, kustomize] : [helm]) {
  if (spawnSync(tool, ['version'], { env }).status === 0) continue;
  console.log(`manifests: skipped, ${tool} is not there (node hack/local-up/build.mjs helm kustomize)`);
  process.exit(0);
}

/** Names of the manifests of Argo Workflows, so that these can be applied over those. */
const names = {
  fullnameOverride: 'argo',
  'controller.fullnameOverride': 'workflow-controller',
  'controller.configMap.name': 'workflow-controller-configmap',
  'controller.serviceAccount.name': 'argo',
  'controller.workflowNamespaces': '{argo}',
  'server.fullnameOverride': 'argo-server',
  'server.enabled': 'false',
  'crds.install': 'false',
};
/** What an overlay may add; each is rendered alone. */
const components = {
  server: { 'server.enabled': 'true' },
  minio: { 'minio.enabled': 'true' },
  'service-monitor': { 'controller.serviceMonitor.enabled': 'true' },
  'prometheus-rule': { 'controller.prometheusRule.enabled': 'true' },
  'grafana-dashboard': { 'controller.grafanaDashboard.enabled': 'true' },
  'network-policies': { 'networkPolicy.enabled': 'true', 'server.enabled': 'true', 'minio.enabled': 'true' },
  'disruption-budget': { 'controller.pdb.enabled': 'true' },
  executor: { 'workflow.serviceAccount.create': 'true', 'workflow.rbac.agentPermissions': 'true', 'workflow.rbac.artifactGC': 'true' },
};
const overlays = {
  cluster: { values: {}, components: ['server'] },
  namespace: { values: { singleNamespace: 'true' }, components: ['server'] },
  'quick-start': { values: { 'server.authModes': '{server}' }, components: ['server', 'minio'] },
  controller: { values: {}, components: [] },
};

const options = { lineWidth: 0, aliasDuplicateObjects: false };
const target = isCheck ? fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-kustomize-')) : path.join(root, 'kustomize');
writeAll();
if (isCheck) check();
else console.log('✔ kustomize/ is written');

function writeAll() {
  for (const part of ['base', 'components', 'overlays']) fs.rmSync(path.join(target, part), { recursive: true, force: true });
  const plain = render({});
  const single = render({ singleNamespace: 'true' });
  // In the base is what every overlay has, as the whole cluster has it.
  const base = plain.filter((object) => single.some((other) => idOf(other) === idOf(object)));
  writeFolder('base', { objects: base });
  for (const [name, values] of Object.entries(components)) writeComponent(name, values);
  for (const [name, overlay] of Object.entries(overlays)) writeOverlay(name, overlay, base);
}

function writeComponent(name, values) {
  const without = render(name === 'network-policies' ? { 'server.enabled': 'true', 'minio.enabled': 'true' } : {});
  const { added, patches } = difference(without, render(values));
  writeFolder(path.join('components', name), { objects: added, patches, kind: 'Component' });
}

/** What the parts give is compared with what helm renders for all of it; the rest is patched or added here. */
function writeOverlay(name, { values, components: parts }, base) {
  const wanted = render({ ...values, ...Object.assign({}, ...parts.map((part) => components[part])) });
  const given = parts.reduce((objects, part) => {
    const { added, patches } = difference(render({}), render(components[part]));
    return [...objects.map((object) => patched(object, patches)), ...added];
  }, base);
  const { added, patches, removed } = difference(given, wanted);
  const resources = ['../../base', '../../../charts/argosy/files/crds/minimal'];
  const dropped = removed.map((object) => ({ ...head(object), $patch: 'delete' }));
  writeFolder(path.join('overlays', name), {
    objects: added,
    patches,
    dropped,
    resources,
    components: parts.map((part) => `../../components/${part}`),
  });
}

function difference(from, to) {
  const known = new Map(from.map((object) => [idOf(object), object]));
  const wanted = new Set(to.map(idOf));
  return {
    added: to.filter((object) => !known.has(idOf(object))),
    patches: to
      .filter((object) => known.has(idOf(object)) && !isDeepStrictEqual(known.get(idOf(object)), object))
      .map((object) => operationsOf(known.get(idOf(object)), object)),
    removed: from.filter((object) => !wanted.has(idOf(object))),
  };
}

function operationsOf(from, to) {
  return { target: targetOf(to), operations: operations(from, to, '') };
}

/** JSON patch operations; lists are replaced as a whole. */
function operations(from, to, place) {
  if (isDeepStrictEqual(from, to)) return [];
  if (!isMap(from) || !isMap(to)) return [{ op: 'replace', path: place, value: to }];
  const at = (key) => `${place}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  return [
    ...Object.keys(from)
      .filter((key) => !(key in to))
      .map((key) => ({ op: 'remove', path: at(key) })),
    ...Object.entries(to).flatMap(([key, value]) =>
      key in from ? operations(from[key], value, at(key)) : [{ op: 'add', path: at(key), value }],
    ),
  ];
}

function patched(object, patches) {
  const { operations: list = [] } = patches.find((patch) => isDeepStrictEqual(patch.target, targetOf(object))) ?? {};
  const copy = structuredClone(object);
  for (const { op, path: place, value } of list) {
    const keys = place
      .split('/')
      .slice(1)
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
    const holder = keys.slice(0, -1).reduce((inner, key) => inner[key], copy);
    if (op === 'remove') delete holder[keys.at(-1)];
    else holder[keys.at(-1)] = value;
  }
  return copy;
}

function writeFolder(folder, { objects, patches = [], dropped = [], resources = [], components: parts, kind = 'Kustomization' }) {
  const files = groupBy(objects, (object) => `${object.kind.toLowerCase()}.yaml`);
  for (const [file, list] of Object.entries(files)) put(path.join(folder, file), list.map((object) => text(object)).join('---\n'));
  put(
    path.join(folder, 'kustomization.yaml'),
    text({
      apiVersion: kind === 'Component' ? 'kustomize.config.k8s.io/v1alpha1' : 'kustomize.config.k8s.io/v1beta1',
      kind,
      ...(folder.startsWith('overlays') && { namespace: 'argo' }),
      resources: [...resources, ...Object.keys(files).sort()],
      ...(parts?.length > 0 && { components: parts }),
      ...(patches.length + dropped.length > 0 && {
        patches: [
          ...patches.map(({ target: one, operations: list }) => ({ target: one, patch: yaml.stringify(list, options) })),
          ...dropped.map((one) => ({ patch: yaml.stringify(one, options) })),
        ],
      }),
    }),
  );
}

function check() {
  const { status, stdout } = spawnSync('diff', ['-r', path.join(root, 'kustomize'), target], { encoding: 'utf8' });
  fs.rmSync(target, { recursive: true });
  if (status !== 0) fail(`kustomize/ differs from the chart; run \`make manifests\`\n${stdout.slice(0, 4_000)}`);
  for (const [name, { values, components: parts }] of Object.entries(overlays)) {
    const built = documents(run(kustomize, ['build', '--load-restrictor=LoadRestrictionsNone', `kustomize/overlays/${name}`])).map(
      plainObject,
    );
    const rendered = render({
      ...values,
      ...Object.assign({}, ...parts.map((part) => components[part])),
      'crds.install': 'true',
      'crds.keep': 'false',
    });
    const { added, patches, removed } = difference(built, rendered.map(plainObject));
    if (added.length + patches.length + removed.length > 0)
      fail(
        `overlay ${name} is not what helm renders: ${JSON.stringify({ missing: added.map(idOf), changed: patches, more: removed.map(idOf) }).slice(0, 3_000)}`,
      );
    console.log(`✔ overlay ${name}: ${built.length} objects, the same from kustomize and helm`);
  }
}

function render(values) {
  const flags = Object.entries({ ...names, ...values }).flatMap(([name, value]) => ['--set', `${name}=${value}`]);
  return documents(run(helm, ['template', 'argo', 'charts/argosy', '-n', 'argo', ...flags])).map(withoutHelm);
}

/** Without what says that helm made it. */
function withoutHelm(object) {
  const clean = (labels) => {
    for (const label of ['helm.sh/chart', 'app.kubernetes.io/managed-by', 'app.kubernetes.io/instance']) delete labels?.[label];
  };
  clean(object.metadata.labels);
  clean(object.spec?.template?.metadata?.labels);
  clean(object.spec?.selector?.matchLabels);
  clean(object.spec?.podSelector?.matchLabels);
  if (object.kind === 'Service') clean(object.spec.selector);
  for (const { labelSelector } of object.spec?.template?.spec?.topologySpreadConstraints ?? []) clean(labelSelector.matchLabels);
  return object;
}

/** As both tools must agree on it: labels that helm alone puts on definitions are left out. */
function plainObject(object) {
  const copy = structuredClone(object);
  // kustomize drops the line end of the last text of a patch.
  for (const [key, value] of Object.entries(copy.data ?? {})) copy.data[key] = value.trimEnd();
  if (copy.kind === 'CustomResourceDefinition') copy.metadata = { name: copy.metadata.name };
  return copy;
}

function documents(text_) {
  return yaml
    .parseAllDocuments(text_)
    .map((one) => one.toJS())
    .filter(Boolean);
}

function targetOf({ apiVersion, kind, metadata }) {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  return { ...(group && { group }), version, kind, name: metadata.name };
}

function head({ apiVersion, kind, metadata: { name, namespace } }) {
  return { apiVersion, kind, metadata: { name, ...(namespace && { namespace }) } };
}

function idOf({ kind, metadata }) {
  return `${kind}/${metadata.namespace ?? ''}/${metadata.name}`;
}

function isMap(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(object) {
  return yaml.stringify(object, options);
}

function put(file, content) {
  const place = path.join(target, file);
  fs.mkdirSync(path.dirname(place), { recursive: true });
  fs.writeFileSync(place, `# Made by hack/manifests.mjs from charts/argosy. Do not edit.\n${content}`);
}

function run(command, args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: root, env, encoding: 'utf8', maxBuffer: 64 << 20 });
  if (status !== 0) fail(`${command} ${args[0]}: ${error?.message ?? stderr}`);
  return stdout;
}

function fail(message) {
  console.error(`manifests: ${message}`);
  process.exit(1);
}

function groupBy(items, keyOf) {
  const groups = {};
  for (const item of items) (groups[keyOf(item)] ??= []).push(item);
  return groups;
}
