import { Environment, type ParseResult } from '@marcbachmann/cel-js';
import { isJsonObject } from '../../store/object.ts';
import type { Cause } from '../status-error.ts';
import { ruleBroken } from '../validation/causes.ts';
import { memberSchema, type StructuralSchema, type ValidationRule } from './schema.ts';

interface Subject {
  readonly value: unknown;
  readonly previous: unknown;
  readonly path: string;
}

/**
 * Evaluates the CEL rules of one level of a schema (`x-kubernetes-validations`); see the Kubernetes documentation of custom resource
 * validation rules. A rule that cannot be evaluated is broken and says why. Rules with `oldSelf` hold for changes only.
 */
export function checkRules({ value, previous, path }: Subject, schema: StructuralSchema, causes: Cause[]): void {
  const rules = schema['x-kubernetes-validations'];
  if (!rules || rules.length === 0) return;
  const scope = { self: celValue(value, schema), ...(previous !== undefined && { oldSelf: celValue(previous, schema) }) };
  for (const rule of rules) {
    if (previous === undefined && comparesWithOld(rule.rule)) continue;
    const complaint = complaintOf(rule, scope);
    if (complaint !== undefined) causes.push(ruleBroken(rule.fieldPath ? `${path}${rule.fieldPath}` : path, value, complaint));
  }
}

function complaintOf(rule: ValidationRule, scope: Readonly<Record<string, unknown>>): string | undefined {
  try {
    if (compile(rule.rule)(scope) === true) return undefined;
  } catch (error) {
    return `rule evaluation error: ${(error as Error).message.split('\n')[0]}`;
  }
  return ownMessage(rule, scope) ?? rule.message ?? `failed rule: ${rule.rule}`;
}

/** The message that the rule computes; like Kubernetes, its fixed message stands in where that fails. */
function ownMessage({ messageExpression }: ValidationRule, scope: Readonly<Record<string, unknown>>): string | undefined {
  if (messageExpression === undefined) return undefined;
  try {
    const text: unknown = compile(messageExpression)(scope);
    return typeof text === 'string' && text.trim() !== '' ? text : undefined;
  } catch {
    return undefined;
  }
}

const environment = new Environment({ unlistedVariablesAreDyn: true }).registerVariable('self', 'dyn').registerVariable('oldSelf', 'dyn');
const compiled = new Map<string, ParseResult>();

function compile(rule: string): ParseResult {
  let program = compiled.get(rule);
  if (!program) {
    program = environment.parse(rule);
    compiled.set(rule, program);
  }
  return program;
}

function comparesWithOld(rule: string): boolean {
  return /\boldSelf\b/.test(rule);
}

/** JSON has one kind of number, CEL has two: those that the schema calls integers become 64-bit ones. */
function celValue(value: unknown, schema: StructuralSchema | undefined): unknown {
  if (typeof value === 'number') return isInteger(value, schema) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map((item) => celValue(item, schema?.items));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, celValue(member, schema && memberSchema(schema, name))]));
}

function isInteger(value: number, schema: StructuralSchema | undefined): boolean {
  return Number.isInteger(value) && (schema?.type === 'integer' || schema?.['x-kubernetes-int-or-string'] === true);
}
