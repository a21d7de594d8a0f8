#!/usr/bin/env node
// Reads libs/api/src/types.ts and writes what the program needs to know of it at run time: the shape of every kind, for decoding
// manifests, and the reference page of all fields.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const source = ts.createSourceFile(
  'types.ts',
  fs.readFileSync(path.join(root, 'libs/api/src/types.ts'), 'utf8'),
  ts.ScriptTarget.Latest,
  true,
);
const interfaces = new Map();
const aliases = new Map();
source.forEachChild((node) => {
  if (ts.isInterfaceDeclaration(node)) interfaces.set(node.name.text, node);
  if (ts.isTypeAliasDeclaration(node)) aliases.set(node.name.text, node.type);
});

const shapes = {};
for (const name of [...interfaces.keys()].sort()) shapes[name] = shapeOf(interfaces.get(name));
writeShapes();
writeReference();

/** Fields of an interface with those it extends: `{fields: {name: type}, required: [...], open: true}`. */
function shapeOf(node) {
  const inherited = (node.heritageClauses ?? [])
    .flatMap((clause) => clause.types)
    .map((type) => shapeOf(interfaces.get(type.expression.text)));
  const own = membersOf(node.members);
  const fields = Object.assign({}, ...inherited.map((shape) => shape.fields), own.fields);
  const required = [...inherited.flatMap((shape) => shape.required), ...own.required];
  return { fields, required: [...new Set(required)], open: own.open || inherited.some((shape) => shape.open) };
}

function membersOf(members) {
  const fields = {};
  const required = [];
  let open = false;
  for (const member of members) {
    if (ts.isIndexSignatureDeclaration(member)) open = true;
    if (!ts.isPropertySignature(member)) continue;
    fields[member.name.text] = typeOf(member.type);
    if (!member.questionToken) required.push(member.name.text);
  }
  return { fields, required, open };
}

/** string, int, number, boolean, intOrString, any, map; [element]; {map: element}; {ref: name}; {fields…}; {enum: [...]} */
function typeOf(type) {
  if (ts.isParenthesizedTypeNode(type)) return typeOf(type.type);
  if (ts.isTypeOperatorNode(type)) return typeOf(type.type);
  if (ts.isArrayTypeNode(type)) return [typeOf(type.elementType)];
  if (ts.isTypeLiteralNode(type)) return membersOf(type.members);
  if (ts.isUnionTypeNode(type))
    return unionOf(type.types.filter((part) => part.kind !== ts.SyntaxKind.UndefinedKeyword && part.getText() !== 'null'));
  if (ts.isIntersectionTypeNode(type)) return mergeShapes(type.types.map(typeOf));
  if (ts.isTypeReferenceNode(type)) return referenceOf(type);
  return (
    { [ts.SyntaxKind.StringKeyword]: 'string', [ts.SyntaxKind.NumberKeyword]: 'number', [ts.SyntaxKind.BooleanKeyword]: 'boolean' }[
      type.kind
    ] ?? 'any'
  );
}

function mergeShapes(parts) {
  const shapesOfParts = parts.map((part) => (part.ref ? shapeOf(interfaces.get(part.ref)) : part));
  return {
    fields: Object.assign({}, ...shapesOfParts.map(({ fields }) => fields)),
    required: shapesOfParts.flatMap(({ required }) => required),
    open: false,
  };
}

function unionOf(types) {
  if (types.length === 1) return typeOf(types[0]);
  if (types.every((type) => ts.isLiteralTypeNode(type))) return { enum: types.map((type) => type.literal.text) };
  return 'any';
}

function referenceOf(type) {
  const name = type.typeName.text;
  if (name === 'Readonly') return typeOf(type.typeArguments[0]);
  if (name === 'Record') return { map: typeOf(type.typeArguments[1]) };
  if (name === 'IntOrString') return 'intOrString';
  if (name === 'Opaque') return 'any';
  if (interfaces.has(name)) return { ref: name };
  return aliases.has(name) ? typeOf(aliases.get(name)) : 'any';
}

function writeShapes() {
  const lines = Object.entries(shapes).map(([name, shape]) => `  ${name}: ${JSON.stringify(shape)},`);
  const text = `// Made by hack/generate-api.mjs from types.ts. Do not edit.\nimport type { Shape } from '../manifest/shape.ts';\n\nexport const shapes: Readonly<Record<string, Shape>> = {\n${lines.join('\n')}\n};\n`;
  write('libs/api/src/generated/shapes.gen.ts', text);
}

function writeReference() {
  const own = Object.keys(shapes);
  const show = (type) => {
    if (typeof type === 'string') return type;
    if (Array.isArray(type)) return `list of ${show(type[0])}`;
    if (type.map) return `map of ${show(type.map)}`;
    if (type.ref) return `[${type.ref}](#${type.ref.toLowerCase()})`;
    return type.enum ? type.enum.map((value) => `\`${value || '""'}\``).join(' or ') : 'object';
  };
  const sections = own.map(
    (name) =>
      `## ${name}\n\n| field | type | required |\n|---|---|---|\n${Object.entries(shapes[name].fields)
        .map(([field, type]) => `| \`${field}\` | ${show(type)} | ${shapes[name].required.includes(field) ? 'yes' : ''} |`)
        .join('\n')}\n`,
  );
  write(
    'docs/reference/fields.md',
    `# Fields of all kinds\n\nMade by \`make generate\` from \`libs/api/src/types.ts\`.\n\n${sections.join('\n')}`,
  );
}

function write(file, text) {
  const target = path.join(root, file);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, text);
}
