#!/usr/bin/env node
// The reference pages of variables and of expression functions, from the tables that the validation and the evaluator use themselves.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root, write } from './api/load-definitions.mjs';

const { otherVariables, workflowVariables } = await load('libs/validation/src/variables.ts');
const { reference } = await load('libs/expressions/src/reference.ts');
const about = {
  asInt: 'a whole number from text, `asInt(inputs.parameters.n) + 1`',
  asFloat: 'a number from text',
  toJson: 'the value as JSON',
  jsonpath: '`jsonpath(text, path)`: what the path finds in JSON text',
};

write(
  'docs/reference/variables.md',
  `# Variables

<!-- Made by hack/generate-language.mjs from libs/validation/src/variables.ts. Do not edit. -->

Write \`{{name}}\` in any text of a template. A name that nothing provides is an error that tells its place. Values are put into the parsed
manifest, so quotes, new lines or braces in a value change nothing but the text they stand in.
In expressions, \`{{=…}}\`, names with a hyphen need brackets: \`steps['my-step'].outputs.result\`.

## Of the workflow
${table(workflowVariables)}
## Of templates, steps, tasks, loops, metrics and crons
${table(otherVariables)}`,
);

write(
  'docs/reference/expressions.md',
  `# Expressions

<!-- Made by hack/generate-language.mjs from the functions in libs/expressions. Do not edit. -->

\`{{=expression}}\`, \`expression:\`, \`fromExpression:\` and \`stopStrategy.expression\` are written in [expr-lang](https://expr-lang.org) 1.17.
\`when\` and \`depends\` have grammars of their own: in \`when\`, bare words are text, and text with \`-\`, \`/\` or \`:\` needs quotes.
Limits: 100,000 characters, 200 levels, 1,000,000 steps, ranges of 100,000 elements. Regular expressions are RE2: their time grows with the text only.

## Operators
| kind | operators |
|---|---|
| arithmetic | \`+ - * / % **\` |
| comparison | \`== != < > <= >=\` |
| logic | \`&& and\`, \`\\|\\| or\`, \`! not\`, \`c ? a : b\`, \`??\`, \`if c { a } else { b }\` |
| text | \`+ contains startsWith endsWith matches\` |
| lists and maps | \`in\`, \`not in\`, \`[i]\`, \`[a:b]\`, \`.name\`, \`?.name\`, \`1..9\` |
| other | \`a \\| f()\` is \`f(a)\`; \`let x = 1; x + 1\`; in predicates \`#\` is the element, \`#index\` its place, \`#acc\` the value so far |

## Functions
| function | arguments | gives |
|---|---|---|
${reference.builtins.map(({ name, description, minArgs, maxArgs }) => `| \`${name}\` | ${argumentsOf(minArgs, maxArgs)} | ${description.replaceAll('|', '\\|')} |`).join('\n')}

## Functions of Argo
| function | gives |
|---|---|
${reference.argo.map((name) => `| \`${name}\` | ${about[name]} |`).join('\n')}

## Methods
- of times: ${list(reference.timeMethods)}
- of durations: ${list(reference.durationMethods)}

## Sprig
As \`sprig.<name>(…)\`, with the arguments of [Sprig](https://masterminds.github.io/sprig/): ${list(reference.sprig)}.
`,
);

async function load(file) {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-generate-'));
  const outfile = path.join(scratch, 'source.mjs');
  await build({ entryPoints: [path.join(root, file)], outfile, bundle: true, format: 'esm', platform: 'node', logLevel: 'error' });
  const loaded = await import(pathToFileURL(outfile));
  fs.rmSync(scratch, { recursive: true });
  return loaded;
}

function table(rows) {
  const lines = rows.map(({ name, where, meaning }) => `| \`${name}\` | ${where} | ${meaning} |`);
  return `| variable | where | what it is |\n|---|---|---|\n${lines.join('\n')}\n`;
}

function argumentsOf(least, most) {
  if (least === most) return String(least);
  return most >= 100 ? `${least} or more` : `${least}–${most}`;
}

function list(names) {
  return names.map((name) => `\`${name}\``).join(', ');
}
