import fs from 'node:fs';
import path from 'node:path';

export interface CountingWorkflowOptions {
  /** Of this machine. */
  readonly folder: string;
  readonly executions: number;
  /** How long each step takes. */
  readonly seconds: number;
}

/** A fan-out after a chain of six: every execution of a step leaves a line in a file of its own in the folder. */
export function countingWorkflow({ folder, executions, seconds }: CountingWorkflowOptions): string {
  return `
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: counted-}
spec:
  entrypoint: main
  volumes: [{name: counts, hostPath: {path: ${folder}}}]
  templates:
    - name: main
      dag:
        tasks:
${Array.from({ length: executions }, (_, index) => task(index)).join('\n')}
    - name: count
      inputs: {parameters: [{name: step}]}
      container:
        image: alpine
        command: [sh, -c]
        args: ["echo run >> /counts/step-{{inputs.parameters.step}}; sleep ${seconds}"]
        volumeMounts: [{name: counts, mountPath: /counts}]
`;
}

const CHAIN = 6;

function task(index: number): string {
  const depends = index === 0 ? '' : `depends: s${Math.min(index, CHAIN) - 1}, `;
  return `          - {name: s${index}, template: count, ${depends}arguments: {parameters: [{name: step, value: "${index}"}]}}`;
}

/** How often each step ran, by `step-<number>`. */
export function countedExecutions(folder: string): Readonly<Record<string, number>> {
  const lines = (file: string): number => fs.readFileSync(path.join(folder, file), 'utf8').trim().split('\n').length;
  return Object.fromEntries(fs.readdirSync(folder).map((file) => [file, lines(file)]));
}
