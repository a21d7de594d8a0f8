/** What may stand at a place of a manifest, as hack/generate-api.mjs derives it from the types. */
export type ShapeType =
  | 'string'
  | 'number'
  | 'boolean'
  | 'intOrString'
  | 'any'
  | readonly [ShapeType]
  | { readonly map: ShapeType }
  | { readonly ref: string }
  | { readonly enum: readonly string[] }
  | Shape;

export interface Shape {
  readonly fields: Readonly<Record<string, ShapeType>>;
  readonly required: readonly string[];
  /** Fields that are not listed are accepted. */
  readonly open: boolean;
}
