/** The part of JSON Schema that our generated schemas use. */
export interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

/** The schema at a path of a document; `undefined` where the schema says nothing of it. */
export function schemaAt(root: Schema, path: readonly (string | number)[]): Schema | undefined {
  let at: Schema | undefined = resolved(root, root);
  for (const step of path) {
    if (!at) return undefined;
    at = resolved(root, typeof step === 'number' ? at.items : propertyOf(root, at, step));
  }
  return at;
}

/** Properties that an object may have, those of its alternatives included. */
export function propertiesOf(root: Schema, schema: Schema): Readonly<Record<string, Schema>> {
  const alternatives = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].map((one) => resolved(root, one));
  return Object.assign({}, ...alternatives.map((one) => one?.properties ?? {}), schema.properties) as Readonly<Record<string, Schema>>;
}

/** Values that may stand there, as far as they can be listed. */
export function valuesOfSchema(root: Schema, schema: Schema): readonly string[] {
  if (schema.enum) return schema.enum.map(String);
  if (schema.const !== undefined) return [String(schema.const)];
  if (schema.type === 'boolean') return ['true', 'false'];
  return [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((one) => {
    const alternative = resolved(root, one);
    return alternative ? valuesOfSchema(root, alternative) : [];
  });
}

/** What kind of value a schema wants, in a word or two. */
export function kindOf(root: Schema, schema: Schema): string {
  const own = resolved(root, schema);
  if (!own) return '';
  if (own.items) return 'list';
  if (own.properties ?? own.additionalProperties) return 'object';
  return [own.type ?? ''].flat().join(' or ');
}

export function resolved(root: Schema, schema: Schema | undefined): Schema | undefined {
  if (schema?.$ref === undefined) return schema;
  const target = root.$defs?.[schema.$ref.replace('#/$defs/', '')];
  if (!target) return undefined;
  const { $ref: _, ...own } = schema;
  return { ...resolved(root, target), ...own };
}

function propertyOf(root: Schema, schema: Schema, name: string): Schema | undefined {
  const known = propertiesOf(root, schema)[name];
  if (known) return known;
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
}
