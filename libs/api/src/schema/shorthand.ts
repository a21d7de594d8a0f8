import { type TSchema, Type } from 'typebox';

/** Rules that the API server checks on top of the shapes, in CEL. */
export interface CelRule {
  readonly rule: string;
  readonly message: string;
}

/** Named types; `Type.Ref` points from one to another by name. */
export type Definitions = Readonly<Record<string, TSchema>>;

/** Bounds and extras of one field, in JSON Schema's and Kubernetes' words. */
export interface FieldOptions {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly pattern?: string;
  readonly values?: readonly string[];
  /** Argo decodes it by itself: numbers and booleans below do not become text. */
  readonly verbatim?: boolean;
}

/** An object type. Fields are optional unless they are listed as required. */
export function object(
  description: string,
  fields: Readonly<Record<string, TSchema>>,
  options: {
    readonly required?: readonly string[];
    readonly rules?: readonly CelRule[];
    /** Takes over all fields of another type. */
    readonly extends?: string;
    /** Fields that are not listed are kept as they are. */
    readonly open?: boolean;
    /** Exactly one field of any name (plugins). */
    readonly oneKey?: boolean;
  } = {},
): TSchema {
  const required = new Set(options.required ?? []);
  const properties = Object.fromEntries(
    Object.entries(fields).map(([name, schema]) => [name, required.has(name) ? schema : Type.Optional(schema)]),
  );
  return Type.Object(properties, {
    description,
    ...(options.rules && { 'x-kubernetes-validations': options.rules }),
    ...(options.extends && { 'x-extends': options.extends }),
    ...(options.open && { 'x-kubernetes-preserve-unknown-fields': true }),
    ...(options.oneKey && { minProperties: 1, maxProperties: 1 }),
  });
}

export function string(description: string, options: FieldOptions = {}): TSchema {
  const { values, ...rest } = options;
  return values ? Type.Enum([...values], { description, ...rest }) : Type.String({ description, ...rest });
}

/** Text that may be written as a number or a boolean, wherever it comes from (Argo's AnyString). */
export function anyString(description: string): TSchema {
  return Type.String({ description, 'x-any-scalar': true });
}

export function boolean(description: string): TSchema {
  return Type.Boolean({ description });
}

export function integer(description: string, options: FieldOptions = {}): TSchema {
  return Type.Integer({ description, ...options });
}

export function number(description: string): TSchema {
  return Type.Number({ description });
}

export function intOrString(description: string): TSchema {
  return Type.Union([Type.Integer(), Type.String()], { description, 'x-kubernetes-int-or-string': true });
}

/** An amount with a unit, such as `500m` or `1Gi`; bare numbers are taken too. */
export function quantity(description: string): TSchema {
  return Type.Union([Type.Number(), Type.String()], { description, 'x-kubernetes-int-or-string': true, 'x-quantity': true });
}

/** A moment in RFC 3339. */
export function time(description: string): TSchema {
  return Type.String({ description, format: 'date-time' });
}

/** A moment in RFC 3339; null where it has not come yet. */
export function timeOrNull(description: string): TSchema {
  return Type.String({ description, format: 'date-time', nullable: true });
}

/** Any JSON value, kept as it is. */
export function anything(description: string): TSchema {
  return Type.Unknown({ description, 'x-kubernetes-preserve-unknown-fields': true });
}

/** An object that is passed on without looking into it. */
export function opaque(description: string): TSchema {
  return Type.Object({}, { description, 'x-opaque': true, 'x-kubernetes-preserve-unknown-fields': true });
}

/** A type of its own name. */
export function ref(name: string, description: string): TSchema {
  return Type.Ref(name, { description });
}

/** As `ref`, where the type may hold itself: CRDs are open from here on. */
export function recursive(name: string, description: string): TSchema {
  return Type.Ref(name, { description, 'x-kubernetes-preserve-unknown-fields': true });
}

export function list(items: TSchema, description: string, options: FieldOptions = {}): TSchema {
  const { verbatim, ...rest } = options;
  return Type.Array(items, { description, ...rest, ...(verbatim && { 'x-verbatim': true }) });
}

export function strings(description: string, options: FieldOptions = {}): TSchema {
  return list(Type.String(), description, options);
}

export function map(values: TSchema, description: string): TSchema {
  return Type.Record(Type.String(), values, { description });
}

export function stringMap(description: string): TSchema {
  return map(Type.String(), description);
}
