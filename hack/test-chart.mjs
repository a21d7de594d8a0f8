#!/usr/bin/env node
// Renders the chart with the real helm (on the PATH, or HELM) for several values and checks what comes out; says so where helm is not there.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import yaml from 'yaml';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const helm = process.env.HELM ?? 'helm';
if (spawnSync(helm, ['version']).status !== 0) {
  console.log('test-chart: skipped, helm is not there (go install helm.sh/helm/v3/cmd/helm@v3.22.0)');
  process.exit(0);
}

const template = (...flags) =>
  spawnSync(helm, ['template', 'rel', 'charts/argosy', '-n', 'argo', ...flags], { cwd: root, encoding: 'utf8' });
function render(...flags) {
  const { status, stdout, stderr } = template(...flags);
  if (status !== 0) throw new Error(`helm template ${flags.join(' ')}: ${stderr}`);
  return yaml
    .parseAllDocuments(stdout)
    .map((one) => one.toJS())
    .filter(Boolean);
}
const find = (objects, kind, part = '') => objects.find((one) => one.kind === kind && one.metadata.name.includes(part));
const count = (objects, kind) => objects.filter((one) => one.kind === kind).length;

const cases = [
  [
    'the defaults: the whole cluster, minimal CRDs that stay',
    () => {
      const all = render();
      const crds = all.filter(({ kind }) => kind === 'CustomResourceDefinition');
      return [
        crds.length === 8,
        crds.every(({ metadata }) => metadata.annotations['helm.sh/resource-policy'] === 'keep'),
        count(all, 'ClusterRole') === 6,
      ];
    },
  ],
  [
    'the controller runs without rights on its node',
    () => {
      const [container] = find(render(), 'Deployment').spec.template.spec.containers;
      const { runAsNonRoot, readOnlyRootFilesystem, allowPrivilegeEscalation } = container.securityContext;
      return [runAsNonRoot === true, readOnlyRootFilesystem === true, allowPrivilegeEscalation === false];
    },
  ],
  [
    'one namespace: no ClusterRole at all',
    () => {
      const all = render('--set', 'singleNamespace=true');
      const { args } = find(all, 'Deployment').spec.template.spec.containers[0];
      return [count(all, 'ClusterRole') === 0, count(all, 'ClusterRoleBinding') === 0, args.includes('--namespaced')];
    },
  ],
  [
    'settings reach the ConfigMap as the controller reads them',
    () => {
      const flags = [
        'controller.parallelism=5',
        'controller.retentionPolicy.completed=3',
        'artifactRepository.archiveLogs=true',
        'artifactRepository.s3.bucket=b',
      ];
      const { data } = find(render(...flags.flatMap((flag) => ['--set', flag])), 'ConfigMap');
      return [
        data.parallelism === '5',
        yaml.parse(data.retentionPolicy).completed === 3,
        yaml.parse(data.artifactRepository).s3.bucket === 'b',
      ];
    },
  ],
  [
    'a role for the pods of each workflow namespace',
    () => {
      const all = render('--set', 'controller.workflowNamespaces={a,b}', '--set', 'workflow.serviceAccount.create=true');
      return [
        all.filter(({ kind, metadata }) => kind === 'Role' && metadata.name.endsWith('-workflow')).length === 2,
        count(all, 'ServiceAccount') === 4,
      ];
    },
  ],
  [
    'monitoring and disruption budget on demand',
    () => {
      const all = render('--set', 'controller.serviceMonitor.enabled=true', '--set', 'controller.pdb.enabled=true');
      return [count(all, 'ServiceMonitor') === 1, count(all, 'PodDisruptionBudget') === 1];
    },
  ],
  [
    'everything that can be switched on renders',
    () => {
      const on = [
        'minio.enabled',
        'networkPolicy.enabled',
        'server.ingress.enabled',
        'server.httproute.enabled',
        'server.autoscaling.enabled',
      ]
        .concat(['controller.podMonitor.enabled', 'controller.prometheusRule.enabled', 'controller.grafanaDashboard.enabled'])
        .concat(['controller.autoscaling.enabled', 'controller.telemetryConfig.enabled', 'server.pdb.enabled']);
      const all = render(...on.flatMap((flag) => ['--set', `${flag}=true`]));
      const rules = find(all, 'PrometheusRule').spec.groups[0].rules;
      return [
        count(all, 'NetworkPolicy') === 3,
        count(all, 'HorizontalPodAutoscaler') === 2,
        count(all, 'Ingress') + count(all, 'HTTPRoute') === 2,
        yaml.parse(find(all, 'ConfigMap').data.artifactRepository).s3.endpoint === 'minio.argo:9000',
        rules.every(({ alert, expr }) => alert && expr),
        JSON.parse(find(all, 'ConfigMap', 'dashboard').data['argosy-controller.json']).panels.length > 10,
      ];
    },
  ],
  [
    'pods pass the restricted level of pod security',
    () => {
      const pods = render('--set', 'minio.enabled=true')
        .filter(({ kind }) => kind === 'Deployment')
        .map(({ spec }) => spec.template.spec);
      return [
        pods.length === 3,
        ...pods.map(
          ({ securityContext: pod, containers }) =>
            pod.seccompProfile.type === 'RuntimeDefault' &&
            pod.runAsNonRoot &&
            containers.every(({ securityContext: own }) => own.capabilities.drop[0] === 'ALL' && own.allowPrivilegeEscalation === false),
        ),
      ];
    },
  ],
  [
    'a values file of the argo-workflows chart is taken as it is',
    () => {
      const all = render('-f', 'hack/fixtures/argo-workflows-values.yaml');
      const { data } = find(all, 'ConfigMap');
      const server = find(all, 'Deployment', 'server').spec.template.spec.containers[0];
      return [
        data.parallelism === '20',
        yaml.parse(data.persistence).archive === true,
        yaml.parse(data.sso).issuer === 'https://accounts.example.com',
        yaml.parse(data.artifactRepository).s3.bucket === 'artifacts',
        server.args.includes('--auth-mode=sso'),
        find(all, 'Role', 'controller-own').rules.some(({ resourceNames = [] }) => resourceNames.includes('argo-postgres-config')),
        find(all, 'ServiceAccount', 'argo-workflow') !== undefined,
      ];
    },
  ],
  [
    'SSO, a kubeconfig and an instance id',
    () => {
      const flags = ['server.sso.enabled=true', 'server.sso.issuer=https://x', 'controller.kubeConfig.secretName=k'].concat([
        'controller.kubeConfig.secretKey=config',
        'controller.instanceID.enabled=true',
        'controller.instanceID.useReleaseName=true',
      ]);
      const all = render(...flags.flatMap((flag) => ['--set', flag]));
      const { args } = find(all, 'Deployment', 'controller').spec.template.spec.containers[0];
      const { data } = find(all, 'ConfigMap');
      return [
        data.instanceID === 'rel',
        args.includes('--kubeconfig=/kube/config/config'),
        yaml.parse(data.sso).clientId.name === 'argo-server-sso',
      ];
    },
  ],
  [
    'a name that does not exist is refused',
    () => {
      const { status, stderr } = template('--set', 'controller.paralelism=3');
      return [status !== 0, stderr.includes('paralelism')];
    },
  ],
  [
    'wrong values are refused with their place',
    () => {
      const { status, stderr } = template('--set', 'controller.replicas=two');
      return [status !== 0, stderr.includes('controller/replicas') || stderr.includes('controller.replicas')];
    },
  ],
];

let failed = 0;
for (const [name, check] of cases) {
  const wrong = check().indexOf(false);
  if (wrong >= 0) failed++;
  console.log(wrong < 0 ? `✔ ${name}` : `✖ ${name}: check ${wrong + 1}`);
}
console.log(`${cases.length - failed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
