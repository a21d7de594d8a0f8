/**
 * What may stand at a place of a manifest, as hack/generate-api.mjs derives it from the schema: scalars by Go's types, `[T]` a list,
 * `{map}` a map, `{ref}` a named shape, and `{verbatim}` what Argo decodes by itself, so that scalars below do not become text.
 */
export type ShapeType =
  | 'string'
  | 'anyString'
  | 'int'
  | 'number'
  | 'boolean'
  | 'intOrString'
  | 'quantity'
  | 'object'
  | 'any'
  | readonly [ShapeType]
  | { readonly map: ShapeType }
  | { readonly verbatim: ShapeType }
  | { readonly ref: string };

/** The fields of a type. */
export interface Shape {
  readonly fields: Readonly<Record<string, ShapeType>>;
  /** Fields that are not listed are accepted. */
  readonly open?: boolean;
  /** It has exactly one field, of any name. */
  readonly oneKey?: boolean;
}
