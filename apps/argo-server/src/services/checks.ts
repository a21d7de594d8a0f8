import { decode, formatPath, type WorkflowTemplate } from '@argosy/api';
import { type KubeObject, workflowResources } from '@argosy/kube';
import { fromRfc3339, isErrorWithCode } from '@argosy/std';
import { checkObject, referencesIn } from '@argosy/submission';
import type { TemplateLookup, ValidationMode } from '@argosy/validation';
import { invalid } from '../api/failure.ts';
import type { Caller } from '../auth/caller.ts';

export type DefinitionKind = 'Workflow' | 'WorkflowTemplate' | 'ClusterWorkflowTemplate' | 'CronWorkflow';

/** The object of a request's body under `field`; INVALID_ARGUMENT where it is missing or its fields have the wrong types. */
export function objectOf<T extends KubeObject>(body: Readonly<Record<string, unknown>>, field: string, kind: DefinitionKind): T {
  const given = body[field];
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw invalid(`${field} body not specified`);
  const { value, problems } = decode(kind, given, { syntax: 'json' });
  const [problem] = problems.filter(({ severity }) => severity === 'error');
  if (problem) throw invalid(`${field}.${formatPath(problem.at)}: ${problem.message}`);
  // A body may leave the metadata out: what is made of it says later that a name is missing.
  const object = { ...(value as T), metadata: (value as Partial<T>).metadata ?? {} };
  requireTimes(field, object);
  // Who wrote which field is the API server's business.
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, apiVersion: 'argoproj.io/v1alpha1', kind, metadata };
}

/** An object that is to be created has no version yet; the API server would answer 500. */
export function requireUnstored(field: string, { metadata }: KubeObject): void {
  if (metadata.resourceVersion) throw invalid(`${field}.metadata.resourceVersion: must not be set on an object that is created`);
}

const TIMES = ['creationTimestamp', 'deletionTimestamp'] as const;

/** Times that nobody may set are echoed by lint, and must be times. */
function requireTimes(field: string, { metadata }: KubeObject): void {
  for (const name of TIMES) {
    const text = metadata[name];
    if (typeof text === 'string' && fromRfc3339(text) === undefined)
      throw invalid(`${field}.metadata.${name}: "${text}" is not a time of RFC 3339`);
  }
}

/** Validates as the controller would, with templates that the caller may read; INVALID_ARGUMENT tells the first problem (acceptance 8-034, 8-054). */
export async function requireValid(
  caller: Caller,
  object: KubeObject,
  { namespace, mode }: { readonly namespace: string; readonly mode: ValidationMode },
): Promise<void> {
  const templates = await lookUpTemplates(caller, namespace, object);
  const problems = checkObject(object.kind ?? '', object, { templates, mode });
  if (problems.length > 0) throw invalid(problems.map(({ message }) => message).join('\n'));
}

async function lookUpTemplates({ client }: Caller, namespace: string, root: unknown): Promise<TemplateLookup> {
  const found = new Map<string, WorkflowTemplate>();
  const asked = new Set<string>();
  const open = referencesIn(root);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { kind, name } = next;
    if (asked.has(`${kind}/${name}`)) continue;
    asked.add(`${kind}/${name}`);
    const ref = kind === 'WorkflowTemplate' ? { name, namespace } : { name };
    const template = await client.get<WorkflowTemplate & KubeObject>(workflowResources[kind], ref).catch(noneIfMissing);
    if (template === undefined) continue;
    found.set(`${kind}/${name}`, template);
    open.push(...referencesIn(template));
  }
  return {
    workflowTemplate: (name) => found.get(`WorkflowTemplate/${name}`),
    clusterWorkflowTemplate: (name) => found.get(`ClusterWorkflowTemplate/${name}`),
  };
}

function noneIfMissing(error: unknown): undefined {
  if (!isErrorWithCode(error, 'KUBE_NOTFOUND')) throw error;
}
