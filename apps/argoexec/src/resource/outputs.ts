import type { Parameter } from '@argosy/api';
import { evaluateJsonPath } from '@argosy/expressions';
import type { KubeObject } from '@argosy/kube';
import { OperationalError } from '@argosy/std';

/** Output parameters of a resource template, by jsonPath; without any object their defaults (acceptance 2-027). */
export function outputParameters(parameters: readonly Parameter[], objects: readonly KubeObject[]): readonly Parameter[] {
  const [only, ...others] = objects;
  const subject = others.length === 0 ? only : { apiVersion: 'v1', kind: 'List', metadata: {}, items: objects };
  return parameters.map((parameter) => ({ ...parameter, value: valueOf(parameter, subject) }));
}

function valueOf({ name, value = '', valueFrom = {} }: Parameter, subject: unknown): string {
  const { jsonPath, jqFilter, default: fallback = value } = valueFrom;
  if (subject === undefined) return fallback;
  if (jqFilter) throw problem(name, 'this version of Argosy evaluates no jq filters; use jsonPath', undefined);
  if (!jsonPath) return fallback;
  try {
    return evaluateTemplate(jsonPath, subject);
  } catch (error) {
    throw problem(name, error instanceof Error ? error.message : String(error), error);
  }
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
