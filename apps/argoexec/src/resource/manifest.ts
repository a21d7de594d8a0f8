import type { KubeObject } from '@argosy/kube';
import type { ExecutorPlan } from '@argosy/pod-plan';
import { OperationalError } from '@argosy/std';
import { parseAllDocuments } from 'yaml';

/** A manifest's documents, or the list of operations of a JSON patch. */
export type Manifest =
  | { readonly kind: 'objects'; readonly objects: readonly KubeObject[] }
  | { readonly kind: 'operations'; readonly operations: readonly unknown[] };

/** Reads YAML or JSON, several documents and Lists included. Throws `EXECUTOR_MANIFEST`. */
export function readManifest(text: string): Manifest {
  const documents: unknown[] = [];
  for (const document of parseAllDocuments(text, { version: '1.1' })) {
    const [error] = document.errors;
    if (error) throw refusal(`the manifest is no YAML: ${error.message}`);
    const value: unknown = document.toJS();
    if (value !== null && value !== undefined) documents.push(value);
  }
  const [first] = documents;
  if (Array.isArray(first)) return { kind: 'operations', operations: first };
  return { kind: 'objects', objects: documents.flatMap((document) => itemsOf(document)) };
}

/** Makes the workflow the owner of an object, so that it is deleted with it (acceptance 2-026). */
export function withOwner(object: KubeObject, { name, uid }: ExecutorPlan['workflow']): KubeObject {
  const owner = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow', name, uid, controller: true, blockOwnerDeletion: true };
  return { ...object, metadata: { ...object.metadata, ownerReferences: [owner] } };
}

function itemsOf(document: unknown): readonly KubeObject[] {
  if (typeof document !== 'object' || document === null) throw refusal('the manifest is no object');
  const { kind, items, metadata } = document as {
    readonly kind?: unknown;
    readonly items?: readonly KubeObject[];
    readonly metadata?: object;
  };
  if (kind === 'List' && Array.isArray(items)) return items;
  return [{ ...document, metadata: { ...metadata } }];
}

function refusal(message: string): OperationalError {
  return new OperationalError(message, { code: 'EXECUTOR_MANIFEST', retry: 'never' });
}
