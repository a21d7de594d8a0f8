import type { Workflow } from '@argosy/api';
import type { SubmitRequest } from '@argosy/api-client';
import { parse } from 'yaml';
import { argo, messageOf } from '../../../api/client.ts';
import { quoted } from '../../actions/model/workflow-actions.ts';

export type SourceKind = 'WorkflowTemplate' | 'ClusterWorkflowTemplate' | 'CronWorkflow';

/** What is submitted from: an object with a spec. */
export interface SubmitSource {
  readonly kind: SourceKind;
  readonly name: string;
}

export interface SubmitInput {
  readonly source: SubmitSource;
  /** `name=value`. */
  readonly parameters: readonly string[];
  /** Empty: that of the source. */
  readonly entrypoint: string;
  /** `k1=v1,k2=v2`. */
  readonly labels: string;
}

export function submitRequest({ source, parameters, entrypoint, labels }: SubmitInput): SubmitRequest {
  const kind = source.kind === 'CronWorkflow' ? 'cronwf' : source.kind;
  return {
    resourceKind: kind,
    resourceName: source.name,
    submitOptions: { parameters, ...(entrypoint !== '' && { entryPoint: entrypoint }), ...(labels !== '' && { labels }) },
  };
}

const COMMAND_KIND: Readonly<Record<SourceKind, string>> = {
  WorkflowTemplate: 'workflowtemplate',
  ClusterWorkflowTemplate: 'clusterworkflowtemplate',
  CronWorkflow: 'cronwf',
};

/** The same submission as a command. */
export function submitCommand(namespace: string, { source, parameters, entrypoint, labels }: SubmitInput): string {
  const flags = [
    ...parameters.map((parameter) => `-p ${quoted(parameter)}`),
    ...(entrypoint === '' ? [] : [`--entrypoint ${quoted(entrypoint)}`]),
    ...(labels === '' ? [] : [`-l ${quoted(labels)}`]),
  ];
  return ['argo submit', `-n ${namespace}`, `--from ${COMMAND_KIND[source.kind]}/${source.name}`, ...flags].join(' ');
}

/** The same submission as a request. */
export function submitCurl(namespace: string, input: SubmitInput): string {
  const address = new URL(`api/v1/workflows/${namespace}/submit`, document.baseURI).toString();
  return `curl -X POST ${address} -H "Authorization: $ARGO_TOKEN" -H 'Content-Type: application/json' -d ${quoted(JSON.stringify({ namespace, ...submitRequest(input) }))}`;
}

/** Reads a manifest, for the server: numbers and comments stay as they were in the text that one keeps. */
export function readManifest(text: string): Workflow {
  const value: unknown = parse(text);
  if (typeof value !== 'object' || value === null) throw new SyntaxError('this is no manifest: it has no fields');
  return value as Workflow;
}

/** What the server says of a manifest that it would refuse; `undefined` if it would take it. */
export async function checkWorkflow(namespace: string, text: string): Promise<string | undefined> {
  try {
    await argo.workflows.lint(namespace, readManifest(text));
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

export const exampleManifest = `apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata:
  generateName: hello-
  labels:
    example: "true"
spec:
  entrypoint: main
  arguments:
    parameters:
      - name: message
        value: hello argosy
  templates:
    - name: main
      inputs:
        parameters:
          - name: message
      container:
        image: busybox
        command: [echo]
        args: ["{{inputs.parameters.message}}"]
`;
