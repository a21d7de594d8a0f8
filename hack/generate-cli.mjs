#!/usr/bin/env node
// The reference of the command line, a page for each command, from the table of verbs that the command line itself is made of.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root, write } from './api/load-definitions.mjs';

const NOTE = '<!-- Made by hack/generate-cli.mjs from apps/cli/src/verbs.ts. Do not edit. -->';
const { GLOBAL_FLAGS, NOUNS, VERBS } = await load();
const verbs = await Promise.all(VERBS.map(async (verb) => ({ ...verb, name: verb.path.join(' '), module: await verb.load() })));
const pages = new Map();
for (const verb of verbs) pages.set(verb.path[0], [...(pages.get(verb.path[0]) ?? []), verb]);

for (const [name, own] of pages) write(`docs/reference/cli/${name}.md`, page(name, own));
write('docs/reference/cli/README.md', overview());
removeStale();

function page(name, own) {
  const noun = NOUNS[name];
  const also = noun?.aliases.length ? ` Also \`${noun.aliases.map((alias) => `argo ${alias}`).join('`, `')}\`.` : '';
  const head = noun ? `# argo ${name}\n\n${NOTE}\n\nCommands for ${noun.summary}.${also}\n` : `# argo ${name}\n\n${NOTE}\n`;
  return `${head}\n${own.map((verb) => section(verb, noun ? `## argo ${verb.name}\n\n` : '')).join('\n')}
[All commands and the flags that each of them takes](README.md)
`;
}

function section({ name, summary, module }, title) {
  const about = module.about ? `\n${module.about.split('\n').join('\n\n')}\n` : '';
  const usage = ['argo', name, module.usage, module.passThrough ? '[arguments of argo-server]' : '[flags]'].filter(Boolean).join(' ');
  const examples = module.examples.map(({ about: text, command }) => `# ${text}\n${command}`).join('\n\n');
  return `${title}${sentence(summary)}\n${about}
\`\`\`
${usage}
\`\`\`
${examples ? `\n\`\`\`sh\n${examples}\n\`\`\`\n` : ''}${flagTable(module.flags)}`;
}

function flagTable(flags) {
  const shown = flags.filter((flag) => !flag.hidden);
  if (shown.length === 0) return '';
  return `\n| flag | |\n|---|---|\n${shown.map((flag) => `| \`${flag.syntax}\` | ${cell(flagText(flag))} |`).join('\n')}\n`;
}

function flagText({ about, choices, kind }) {
  return `${about}${choices ? `: ${choices.map((choice) => `\`${choice}\``).join(', ')}` : ''}${kind === 'toggleOn' ? ' (default true)' : ''}`;
}

function overview() {
  const rows = verbs.map(({ name, path: [page], summary }) => `| [\`argo ${name}\`](${page}.md) | ${cell(summary)} |`);
  return `# The command line

${NOTE}

| command | |
|---|---|
${rows.join('\n')}

\`argo COMMAND --help\` says the same. Switches that are on by default are turned off with \`=false\`.

## Flags of every command
${flagTable(GLOBAL_FLAGS.map((flag) => ({ ...flag, hidden: false })))}
## Environment
| variable | |
|---|---|
| \`ARGO_SERVER\` | \`host:port\` of an Argo server; without it the Kubernetes API of the kubeconfig is talked to |
| \`ARGO_TOKEN\` | token, or the whole value of the Authorization header; without it that of the kubeconfig |
| \`ARGO_SECURE\` | \`false\` for a server without TLS |
| \`ARGO_INSECURE_SKIP_VERIFY\` | \`true\`: the server's certificate is not checked |
| \`ARGO_BASE_HREF\`, \`ARGO_ROOT_PATH\` | path that the server is served under |
| \`ARGO_HTTP1\` | accepted; HTTP is what is always spoken |
| \`ARGO_NAMESPACE\` | namespace to work in |
| \`ARGO_INSTANCEID\` | instance of the controller whose objects are meant |
| \`KUBECONFIG\` | kubeconfig to use |
| \`NO_COLOR\` | no colours |
`;
}

function sentence(text) {
  return `${text[0].toUpperCase()}${text.slice(1)}.`;
}

function cell(text) {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}

function removeStale() {
  const folder = path.join(root, 'docs/reference/cli');
  for (const file of fs.readdirSync(folder))
    if (file !== 'README.md' && !pages.has(file.replace(/\.md$/, ''))) fs.rmSync(path.join(folder, file));
}

/** Bundles the table of verbs: the sources are TypeScript, and every verb loads its module by itself. */
async function load() {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-generate-'));
  const entry = "export { NOUNS, VERBS } from './verbs.ts'; export { GLOBAL_FLAGS } from './global-flags.ts';";
  await build({
    stdin: { contents: entry, resolveDir: path.join(root, 'apps/cli/src'), sourcefile: 'entry.ts' },
    outdir: scratch,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    outExtension: { '.js': '.mjs' },
    external: ['node-sqlite3-wasm'],
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
    logLevel: 'error',
  });
  const loaded = await import(pathToFileURL(path.join(scratch, 'stdin.mjs')));
  // The verbs are loaded from the same folder, before it goes.
  await Promise.all(loaded.VERBS.map((verb) => verb.load()));
  fs.rmSync(scratch, { recursive: true });
  return loaded;
}
