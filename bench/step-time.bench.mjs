#!/usr/bin/env node
// Seconds a step of a chain takes on a cluster with kubelets, for each pod layout, against plain pods created one after the other in the same
// run, on a release that keeps no logs: `KUBECONFIG=… node bench/step-time.bench.mjs [--steps 10] [--rounds 3] [--namespace default]`. Rounds alternate, so that load hits all.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '3' },
    namespace: { type: 'string', default: 'default' },
    image: { type: 'string', default: 'busybox' },
  },
});
if (!process.env.KUBECONFIG) {
  console.log('step-time: skipped, KUBECONFIG names no cluster');
  process.exit(0);
}
const [steps, rounds] = [Number(values.steps), Number(values.rounds)];
const done = { image: values.image, command: ['true'], imagePullPolicy: 'IfNotPresent' };

const measured = {
  'plain pod, one container': () => plainPods({ containers: [{ name: 'main', ...done }] }),
  'workflow, bare': () => chain({ container: done }, 1),
  'plain pod, init + 2': () =>
    plainPods({
      initContainers: [{ name: 'init', ...done }],
      containers: [
        { name: 'main', ...done },
        { name: 'wait', ...done },
      ],
    }),
  'workflow, standard': () =>
    chain(
      {
        container: { ...done, command: ['sh', '-c', 'echo 1 > /tmp/out'] },
        outputs: { parameters: [{ name: 'out', valueFrom: { path: '/tmp/out' } }] },
      },
      3,
    ),
};

const seconds = Object.fromEntries(Object.keys(measured).map((name) => [name, []]));
for (let round = 0; round < rounds; round++) {
  for (const [name, measure] of Object.entries(measured)) {
    seconds[name].push(measure() / steps);
    console.error(`round ${round + 1} of ${rounds}: ${name} ${seconds[name].at(-1).toFixed(2)} s a step`);
  }
}
for (const [name, list] of Object.entries(seconds))
  console.log(`${name.padEnd(26)} ${median(list).toFixed(2)} s a step   (${list.map((one) => one.toFixed(2)).join(', ')})`);
for (const [workflow, plain] of [
  ['workflow, bare', 'plain pod, one container'],
  ['workflow, standard', 'plain pod, init + 2'],
])
  console.log(`${workflow} / ${plain}: ${(median(seconds[workflow]) / median(seconds[plain])).toFixed(2)}`);

function plainPods(spec) {
  const began = Date.now();
  for (let index = 0; index < steps; index++) {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { generateName: 'plain-', namespace: values.namespace },
      spec: { ...spec, restartPolicy: 'Never' },
    };
    const name = create(pod);
    waitFor(name, '{.status.phase}=Succeeded');
    kubectl('delete', name, '--wait=false');
  }
  return (Date.now() - began) / 1_000;
}

/** From the first pod to the last: what the command line itself takes does not count. `containers` is how many a pod is to have. */
function chain(template, containers) {
  const tasks = Array.from({ length: steps }, (_, index) => [{ name: `s${index}`, template: 'step' }]);
  const spec = {
    entrypoint: 'main',
    templates: [
      { name: 'main', steps: tasks },
      { name: 'step', ...template },
    ],
  };
  const name = create({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: { generateName: 'chain-', namespace: values.namespace },
    spec,
  });
  waitFor(name, '{.status.phase}=Succeeded');
  const { metadata, status } = JSON.parse(kubectl('get', name, '-o', 'json'));
  requireContainers(metadata.name, containers);
  kubectl('delete', name, '--wait=false');
  return (Date.parse(status.finishedAt) - Date.parse(status.startedAt)) / 1_000;
}

/** A repository that keeps the logs of all steps gives each of them an executor: then there is nothing bare to measure. */
function requireContainers(workflow, wanted) {
  const { items } = JSON.parse(kubectl('get', 'pods', '-l', `workflows.argoproj.io/workflow=${workflow}`, '-o', 'json'));
  const counts = items.map(({ spec }) => spec.containers.length + (spec.initContainers?.length ?? 0));
  const other = counts.find((count) => count !== wanted);
  if (other !== undefined) throw new Error(`pods have ${other} containers, not ${wanted}: install without artifactRepository.archiveLogs`);
}

function create(object) {
  return kubectl('create', '-f', '-', '-o', 'name', { input: JSON.stringify(object) }).trim();
}

function waitFor(name, condition) {
  kubectl('wait', name, `--for=jsonpath=${condition}`, '--timeout=300s');
}

function kubectl(...args) {
  const { input } = typeof args.at(-1) === 'object' ? args.pop() : {};
  const { status, stdout, stderr } = spawnSync('kubectl', ['-n', values.namespace, ...args], { encoding: 'utf8', input });
  if (status !== 0) throw new Error(`kubectl ${args[0]}: ${stderr}`);
  return stdout;
}

function median(list) {
  const sorted = list.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
