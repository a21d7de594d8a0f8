import type { Parameter } from '@argosy/api';
import { evaluateJsonPath } from '@argosy/expressions';
import type { KubeObject } from '@argosy/kube';
import { OperationalError } from '@argosy/std';
import type { raw } from 'jq-wasm';

/** Output parameters of a resource template, by jsonPath or jqFilter; without any object their defaults (acceptance 2-027). */
export async function outputParameters(parameters: readonly Parameter[], objects: readonly KubeObject[]): Promise<readonly Parameter[]> {
  const [only, ...others] = objects;
  const subject = others.length === 0 ? only : { apiVersion: 'v1', kind: 'List', metadata: {}, items: objects };
  const found: Parameter[] = [];
  for (const parameter of parameters) found.push({ ...parameter, value: await valueOf(parameter, subject) });
  return found;
}

async function valueOf({ name, value = '', valueFrom = {} }: Parameter, subject: object | undefined): Promise<string> {
  const { jsonPath, jqFilter, default: fallback = value } = valueFrom;
  if (subject === undefined) return fallback;
  try {
    if (jqFilter) return await filtered(subject, jqFilter);
    return jsonPath ? evaluateTemplate(jsonPath, subject) : fallback;
  } catch (error) {
    throw problem(name, error instanceof Error ? error.message : String(error), error);
  }
}

/** Text as it is, everything else as compact JSON, one result a line. jq is large, and few templates need it. */
async function filtered(subject: object, filter: string): Promise<string> {
  // A CommonJS package: bundled, it has nothing but its default export.
  const { default: jq } = (await import('jq-wasm')) as unknown as { readonly default: { readonly raw: typeof raw } };
  return (await jq.raw(subject, filter, ['-r', '-c'])).trim();
}

function problem(name: string, reason: string, cause: unknown): OperationalError {
  return new OperationalError(`output parameter ${name}: ${reason}`, { code: 'EXECUTOR_OUTPUT', retry: 'never', cause });
}

/** `{.a.b}` with text around it; a path without braces is one as well. */
function evaluateTemplate(template: string, subject: unknown): string {
  if (!template.includes('{')) return shown(evaluateJsonPath(subject, template));
  return template.replaceAll(/\{((?:[^{}"']|"[^"]*"|'[^']*')*)\}/g, (_whole, path: string) =>
    shown(evaluateJsonPath(subject, path.trim())),
  );
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.map(shown).join(' ');
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  return value === undefined || value === null ? '' : String(value as string | number | boolean);
}
