#!/usr/bin/env node
// From the TypeBox source of the API: TypeScript types, shapes for decoding manifests, JSON Schemas, and the reference of all fields.
import { elementOfMap, loadDefinitions, mayMiss, write } from './api/load-definitions.mjs';

const { definitions, kinds, fieldsOf } = await loadDefinitions();
const names = Object.keys(definitions);
const isNamed = (schema) => schema.type === 'object' && !schema['x-opaque'];

writeTypes();
writeShapes();
for (const { kind } of kinds) writeJsonSchema(kind);
writeReference();

function writeTypes() {
  const parts = names.sort().map((name) => (isNamed(definitions[name]) ? interfaceOf(name) : aliasOf(name)));
  write(
    'libs/api/src/generated/types.gen.ts',
    `// Made by hack/generate-api.mjs from libs/api/src/schema. Do not edit.\n\n/** An object that is passed on without looking into it. */\nexport type Opaque = Readonly<Record<string, unknown>>;\n\n${parts.join('\n\n')}\n`,
  );
}

function aliasOf(name) {
  return `${comment(definitions[name].description, '')}export type ${name} = ${typeOf(definitions[name])};`;
}

function interfaceOf(name) {
  const { description, properties, required = [], 'x-extends': base, 'x-kubernetes-preserve-unknown-fields': open } = definitions[name];
  const fields = Object.entries(properties).map(
    ([field, schema]) =>
      `${comment(schema.description, '  ')}  readonly ${field}${required.includes(field) ? '' : '?'}: ${typeOf(schema)}${required.includes(field) ? '' : ' | undefined'};\n`,
  );
  if (open) fields.push('  readonly [field: string]: unknown;\n');
  const head = `${comment(description, '')}export `;
  if (fields.length === 0) return `${head}type ${name} = ${base};`;
  return `${head}interface ${name}${base ? ` extends ${base}` : ''} {\n${fields.join('')}}`;
}

function comment(description, indent) {
  return description ? `${indent}/** ${description} */\n` : '';
}

function typeOf(schema) {
  if (schema.$ref) return schema.$ref;
  if (schema['x-opaque']) return 'Opaque';
  if (schema.enum) return schema.enum.map((value) => `'${value}'`).join(' | ');
  if (schema['x-kubernetes-int-or-string']) return 'number | string';
  if (schema.type === 'array') {
    const items = typeOf(schema.items);
    return `readonly ${/[ |]/.test(items) ? `(${items})` : items}[]`;
  }
  const element = elementOfMap(schema);
  if (element) return `Readonly<Record<string, ${typeOf(element)}>>`;
  const scalar = { string: 'string', integer: 'number', number: 'number', boolean: 'boolean' }[schema.type] ?? 'unknown';
  return schema.nullable ? `${scalar} | null` : scalar;
}

function writeShapes() {
  const lines = names
    .filter((name) => isNamed(definitions[name]))
    .sort()
    .map((name) => {
      const { fields, open } = fieldsOf(name);
      const shape = {
        fields: Object.fromEntries(Object.entries(fields).map(([field, schema]) => [field, shapeOf(schema)])),
        ...(open && { open }),
        ...(definitions[name].maxProperties === 1 && { oneKey: true }),
      };
      return `  ${name}: ${JSON.stringify(shape)},`;
    });
  write(
    'libs/api/src/generated/shapes.gen.ts',
    `// Made by hack/generate-api.mjs from libs/api/src/schema. Do not edit.\nimport type { Shape } from '../manifest/shape.ts';\n\nexport const shapes: Readonly<Record<string, Shape>> = {\n${lines.join('\n')}\n};\n`,
  );
}

/** As libs/api/src/manifest/shape.ts describes. */
function shapeOf(schema) {
  if (schema.$ref) return isNamed(definitions[schema.$ref]) ? { ref: schema.$ref } : shapeOf(definitions[schema.$ref]);
  if (schema['x-quantity']) return 'quantity';
  if (schema['x-kubernetes-int-or-string']) return 'intOrString';
  if (schema['x-any-scalar']) return 'anyString';
  if (schema['x-opaque'] || schema.type === 'object') {
    const element = elementOfMap(schema);
    return element ? { map: shapeOf(element) } : 'object';
  }
  if (schema.type === 'array') return schema['x-verbatim'] ? { verbatim: [shapeOf(schema.items)] } : [shapeOf(schema.items)];
  if (schema.enum) return 'string';
  return { string: 'string', integer: 'int', number: 'number', boolean: 'boolean' }[schema.type] ?? 'any';
}

function writeJsonSchema(kind) {
  const used = new Set();
  const collect = (name) => {
    if (used.has(name)) return;
    used.add(name);
    if (isNamed(definitions[name])) for (const schema of Object.values(fieldsOf(name).fields)) referencesOf(schema).forEach(collect);
  };
  collect(kind);
  const $defs = Object.fromEntries([...used].sort().map((name) => [name, jsonDefinition(name)]));
  const { plural } = kinds.find((one) => one.kind === kind);
  write(
    `docs/reference/schemas/${plural}.json`,
    `${JSON.stringify({ $schema: 'https://json-schema.org/draft/2020-12/schema', title: kind, $ref: `#/$defs/${kind}`, $defs }, undefined, 1)}\n`,
  );
}

function referencesOf(schema) {
  if (schema.$ref) return [schema.$ref];
  const inner = schema.items ?? elementOfMap(schema);
  return inner ? referencesOf(inner) : [];
}

function jsonDefinition(name) {
  const { description } = definitions[name];
  if (!isNamed(definitions[name])) return jsonSchema(definitions[name]);
  const { fields, required, open } = fieldsOf(name);
  const needed = required.filter((field) => !mayMiss.has(`${name}.${field}`));
  return {
    description,
    type: 'object',
    properties: Object.fromEntries(Object.entries(fields).map(([field, schema]) => [field, jsonSchema(schema)])),
    ...(needed.length > 0 && { required: needed }),
    ...(!open && { additionalProperties: false }),
  };
}

function jsonSchema(schema) {
  const described = schema.description ? { description: schema.description } : {};
  if (schema.$ref) return { ...described, $ref: `#/$defs/${schema.$ref}` };
  if (schema['x-any-scalar']) return { ...described, type: ['string', 'number', 'boolean'] };
  if (schema['x-kubernetes-int-or-string']) return { ...described, type: ['string', 'number'] };
  if (schema.type === 'array') return { ...described, type: 'array', items: jsonSchema(schema.items), ...bounds(schema) };
  if (schema['x-opaque']) return { ...described, type: 'object' };
  const element = elementOfMap(schema);
  if (element) return { ...described, type: 'object', additionalProperties: jsonSchema(element) };
  if (schema.nullable) return { ...described, type: [schema.type, 'null'], ...bounds(schema) };
  return { ...described, ...(schema.type && { type: schema.type }), ...(schema.enum && { enum: schema.enum }), ...bounds(schema) };
}

function bounds({ minimum, maximum, minItems, maxItems, pattern, format }) {
  return Object.fromEntries(
    Object.entries({ minimum, maximum, minItems, maxItems, pattern, format }).filter(([, value]) => value !== undefined),
  );
}

function writeReference() {
  const isKubernetes = (name) => definitions[name].description === `Kubernetes' ${name}.`;
  const own = names.filter((name) => isNamed(definitions[name]) && !isKubernetes(name));
  const order = [...kinds.map(({ kind }) => kind), ...own.filter((name) => !kinds.some(({ kind }) => kind === name)).sort()];
  const show = (schema) => {
    if (schema.$ref && isKubernetes(schema.$ref)) return `Kubernetes' ${schema.$ref}`;
    if (schema.$ref)
      return isNamed(definitions[schema.$ref]) ? `[${schema.$ref}](#${schema.$ref.toLowerCase()})` : show(definitions[schema.$ref]);
    if (schema['x-quantity']) return 'amount';
    if (schema['x-any-scalar']) return 'text, number or boolean';
    if (schema['x-kubernetes-int-or-string']) return 'number or text';
    if (schema.type === 'array') return `list of ${show(schema.items)}`;
    if (elementOfMap(schema)) return `map of ${show(elementOfMap(schema))}`;
    if (schema.enum) return schema.enum.map((value) => (value === '' ? 'empty' : `\`${value}\``)).join(', ');
    if (schema.format === 'date-time') return 'time';
    return { string: 'text', integer: 'whole number', number: 'number', boolean: 'boolean', object: 'object' }[schema.type] ?? 'any value';
  };
  const sections = order.map((name) => {
    const { fields, required } = fieldsOf(name);
    const rules = definitions[name]['x-kubernetes-validations'] ?? [];
    const rows = Object.entries(fields).map(
      ([field, schema]) =>
        `| \`${field}\` | ${show(schema)}${required.includes(field) ? ', required' : ''} | ${escape(schema.description)}${limits(schema)} |`,
    );
    const table = rows.length > 0 ? `\n| field | type | meaning |\n| --- | --- | --- |\n${rows.join('\n')}\n` : '';
    return `## ${name}\n\n${definitions[name].description}\n${table}${rules.map(({ message }) => `\nThe API server checks: ${message}.\n`).join('')}`;
  });
  write(
    'docs/reference/fields.md',
    `# Fields of all kinds\n\nMade by \`make generate\` from \`libs/api/src/schema\`. Kinds first, then the types that they are made of. Types that are Kubernetes'\nown are described in the [Kubernetes API reference](https://kubernetes.io/docs/reference/kubernetes-api/).\n\n${sections.join('\n')}`,
  );
}

function limits({ maxItems, minItems, minimum }) {
  const parts = [
    minItems && `at least ${minItems}`,
    maxItems && `at most ${maxItems}`,
    minimum !== undefined && `${minimum} or more`,
  ].filter(Boolean);
  return parts.length > 0 ? ` (${parts.join(', ')})` : '';
}

function escape(text) {
  return (text ?? '').replaceAll('|', '\\|');
}
