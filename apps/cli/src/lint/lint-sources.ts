import { formatPath, type ManifestDocument, type ObjectMeta, type Problem, readManifests } from '@argosy/api';
import type { TemplateLookup } from '@argosy/validation';
import type { CommandContext } from '../command.ts';
import { checkObject } from '@argosy/submission';
import { manifestOf } from '../manifests/load-manifests.ts';
import type { ManifestSource } from '../manifests/read-sources.ts';
import { lookUpTemplates } from '../templates/template-lookup.ts';
import type { LintError, LintResult } from './lint-text.ts';

export interface LintSourcesOptions {
  readonly kinds: readonly string[];
  readonly strict: boolean;
  readonly offline: boolean;
}

interface ReadSource {
  readonly file: string;
  readonly documents: readonly ManifestDocument[];
  readonly problems: readonly Problem[];
}

/** Checks all files; templates of any of them are known to all. */
export async function lintSources(
  context: CommandContext,
  sources: readonly ManifestSource[],
  options: LintSourcesOptions,
): Promise<LintResult[]> {
  const files = sources.map(({ file, text }): ReadSource => ({ file, ...readManifests(text, { file, strict: options.strict }) }));
  const documents = files.flatMap((file) => file.documents);
  const manifests = documents.filter(({ kind }) => kind.endsWith('WorkflowTemplate')).map(manifestOf);
  const roots = documents.filter(({ kind }) => options.kinds.includes(kind)).map(({ value }) => value);
  const templates = await lookUpTemplates({ roots, manifests, ...(!options.offline && { cluster: context }) });
  return files.map((file) => lintFile(file, options.kinds, templates));
}

function lintFile({ file, documents, problems }: ReadSource, kinds: readonly string[], templates: TemplateLookup): LintResult {
  const owned = documents.map((document, index) => ({
    document,
    name: nameOf(document, index),
    problems: problems.filter((problem) => ownerOf(problem, documents) === document),
  }));
  const checked = owned.filter(({ document }) => kinds.includes(document.kind));
  const homeless = problems.filter((problem) => problem.code !== 'EMPTY' && ownerOf(problem, documents) === undefined);
  const errors = checked.flatMap(({ document, name, problems: found }) =>
    found.length > 0 ? found.map((problem) => readerError(name, problem)) : ruleErrors(document, name, templates),
  );
  return { file, checked: checked.length, errors: [...homeless.map((problem) => readerError(undefined, problem)), ...errors] };
}

/** The last document that begins at or before the problem; text that could not be read belongs to none. */
function ownerOf({ code, line }: Problem, documents: readonly ManifestDocument[]): ManifestDocument | undefined {
  if (code === 'YAML' || line === undefined) return undefined;
  return documents.findLast(({ locate }) => (locate([])?.line ?? 1) <= line);
}

function nameOf({ kind, value }: ManifestDocument, index: number): string {
  const { name, generateName } = (value['metadata'] ?? {}) as ObjectMeta;
  return `"${name || generateName || `object #${index + 1}`}" (${kind})`;
}

function readerError(name: string | undefined, { code, message, path, hint, line, column }: Problem): LintError {
  const text = code === 'UNKNOWN_FIELD' && path ? `unknown field "${path}"` : [path, message].filter(Boolean).join(': ');
  return { message: name === undefined ? text : `in ${name}: ${text}`, line, column, hint };
}

function ruleErrors(document: ManifestDocument, name: string, templates: TemplateLookup): LintError[] {
  return checkObject(document.kind, document.value, { templates, mode: 'lint' }).map(({ message, at, hint }) => ({
    message: `in ${name}: ${message}`,
    path: formatPath(at),
    hint,
    ...document.locate(at),
  }));
}
