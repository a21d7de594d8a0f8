import { equalJson, type FieldsV1, isJsonObject, type JsonObject } from '../../store/object.ts';
import type { FieldShapes } from './field-shape.ts';

/** Fields of one value, as a tree: `f:name` for members, `k:{…}` for list items under keys, `v:…` for members of sets. */
export type FieldSet = FieldsV1;

/** One step into a value: its name in a FieldSet, and the value there. */
export interface Child {
  readonly step: string;
  readonly value: unknown;
}

/** The parts of a value that can be owned apart from each other; undefined for a value that is owned as a whole. */
export function childrenOf(value: unknown, path: readonly string[], shapes: FieldShapes): readonly Child[] | undefined {
  const shape = shapes(path, Array.isArray(value));
  if (shape.type === 'atomic') return undefined;
  if (isJsonObject(value))
    return Object.keys(value)
      .filter((key) => value[key] !== undefined)
      .map((key) => ({ step: `f:${key}`, value: value[key] }));
  if (!Array.isArray(value)) return undefined;
  if (shape.type === 'set') return value.map((item: unknown) => ({ step: `v:${JSON.stringify(item)}`, value: undefined }));
  if (shape.type !== 'map') return undefined;
  return value.map((item: unknown) => ({ step: `k:${JSON.stringify(keysOf(item, shape.keys))}`, value: item }));
}

/** The path of field names below a step, by which list shapes are found. */
export function pathBelow(path: readonly string[], step: string): readonly string[] {
  return step.startsWith('f:') ? [...path, step.slice(2)] : [...path, '[]'];
}

/** All fields of a value. */
export function fieldsOf(value: unknown, shapes: FieldShapes, path: readonly string[] = []): FieldSet {
  const fields: FieldSet = {};
  for (const child of childrenOf(value, path, shapes) ?? []) {
    const below = fieldsOf(child.value, shapes, pathBelow(path, child.step));
    fields[child.step] = child.step.startsWith('k:') ? { '.': {}, ...below } : below;
  }
  return fields;
}

/** Fields that one of two versions has and the other has not, or that differ. */
export function changedFields(
  before: unknown,
  after: unknown,
  shapes: FieldShapes,
): { readonly changed: FieldSet; readonly removed: FieldSet } {
  const changed: FieldSet = {};
  const removed: FieldSet = {};
  compare({ before, after, path: [], changed, removed }, shapes);
  return { changed, removed };
}

export function union(left: FieldSet, right: FieldSet): FieldSet {
  const result: FieldSet = { ...left };
  for (const step in right) result[step] = union(left[step] ?? {}, right[step] ?? {});
  return result;
}

/**
 * `left` without what `right` has. A leaf of `right` stands for the field itself and not for what is below it: who owns an empty map does
 * not own what others put into it.
 */
export function difference(left: FieldSet, right: FieldSet): FieldSet {
  const result: FieldSet = {};
  for (const step in left) {
    const [mine = {}, theirs] = [left[step], right[step]];
    if (theirs === undefined) result[step] = mine;
    else if (!isLeaf(mine)) keep(result, step, isLeaf(theirs) ? mine : difference(mine, theirs));
  }
  return result;
}

/** Fields that both have. */
export function intersection(left: FieldSet, right: FieldSet): FieldSet {
  const result: FieldSet = {};
  for (const step in left) {
    const [mine, theirs] = [left[step], right[step]];
    if (mine === undefined || theirs === undefined) continue;
    if (isLeaf(mine) || isLeaf(theirs)) result[step] = isLeaf(mine) ? theirs : mine;
    else keep(result, step, intersection(mine, theirs));
  }
  return result;
}

export function isEmptySet(fields: FieldSet): boolean {
  for (const _ in fields) return false;
  return true;
}

/** `.spec.containers[name="main"].image` for every leaf. */
export function leafPaths(fields: FieldSet, at = ''): readonly string[] {
  return Object.entries(fields).flatMap(([step, below]) => {
    const path = step === '.' ? at : `${at}${showStep(step)}`;
    return isLeaf(below) ? [path] : leafPaths(below, path);
  });
}

/** The values of the keys by which a list is merged, as a field set names them. */
export function keysOf(item: unknown, keys: readonly string[]): JsonObject {
  const source = isJsonObject(item) ? item : {};
  // The only key with a default in the core kinds is the protocol of a port.
  return Object.fromEntries([...keys].sort().map((key) => [key, source[key] ?? (key === 'protocol' ? 'TCP' : null)]));
}

interface Comparison {
  readonly before: unknown;
  readonly after: unknown;
  readonly path: readonly string[];
  readonly changed: FieldSet;
  readonly removed: FieldSet;
}

function compare({ before, after, path, changed, removed }: Comparison, shapes: FieldShapes): void {
  const earlier = new Map((childrenOf(before, path, shapes) ?? []).map(({ step, value }) => [step, value]));
  const later = childrenOf(after, path, shapes) ?? [];
  for (const { step, value } of later) {
    const below = pathBelow(path, step);
    const pair = { step, before: earlier.get(step), after: value, path: below, changed, removed };
    if (!earlier.has(step)) changed[step] = fieldsOf(value, shapes, below);
    else if (!equalJson(pair.before, value)) compareChild(pair, shapes);
    earlier.delete(step);
  }
  for (const [step, value] of earlier) removed[step] = fieldsOf(value, shapes, pathBelow(path, step));
}

function compareChild({ step, before, after, path, changed, removed }: Comparison & { readonly step: string }, shapes: FieldShapes): void {
  if (childrenOf(before, path, shapes) && childrenOf(after, path, shapes)) {
    const inner = { changed: {}, removed: {} };
    compare({ before, after, path, ...inner }, shapes);
    keep(changed, step, inner.changed);
    keep(removed, step, inner.removed);
    return;
  }
  changed[step] = fieldsOf(after, shapes, path);
  keep(removed, step, fieldsOf(before, shapes, path));
}

function isLeaf(fields: FieldSet): boolean {
  return isEmptySet(fields);
}

function keep(result: FieldSet, step: string, below: FieldSet): void {
  if (!isEmptySet(below)) result[step] = below;
}

/** `.name`, `[name="main"]` or `[="member"]`. */
export function showStep(step: string): string {
  if (step.startsWith('f:')) return `.${step.slice(2)}`;
  if (step.startsWith('v:')) return `[=${step.slice(2)}]`;
  const keys = JSON.parse(step.slice(2)) as JsonObject;
  return `[${Object.entries(keys)
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join(',')}]`;
}
