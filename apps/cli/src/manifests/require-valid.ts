import { formatPath, type Problem } from '@argosy/api';
import type { ValidationMode, ValidationProblem } from '@argosy/validation';
import type { CommandContext } from '../command.ts';
import { lookUpTemplates } from '../templates/template-lookup.ts';
import { checkObject } from '@argosy/submission';
import { failOn, type Manifest, type ManifestObject } from './load-manifests.ts';

/** An object that is about to be written. */
export interface Candidate {
  readonly kind: string;
  readonly object: unknown;
  /** The document it was read from, where there is one. */
  readonly manifest?: Manifest | undefined;
  readonly mode: ValidationMode;
}

export interface RequireValidOptions {
  /** Templates that are at hand, besides those among the candidates. */
  readonly manifests?: readonly Manifest[];
  readonly offline?: boolean;
}

/** Checks all objects; what is wrong with any of them is one failure that names every place. */
export async function requireValid(
  context: CommandContext,
  candidates: readonly Candidate[],
  { manifests = [], offline = false }: RequireValidOptions = {},
): Promise<void> {
  failOn(candidates.flatMap(tooLarge));
  const templates = await lookUpTemplates({
    roots: candidates.map(({ object }) => object),
    manifests,
    ...(!offline && { cluster: context }),
  });
  failOn(
    candidates.flatMap((candidate) =>
      checkObject(candidate.kind, candidate.object, { templates, mode: candidate.mode, ignoreMissingReferences: offline }).map((problem) =>
        placed(problem, candidate),
      ),
    ),
  );
}

/** What a kube-apiserver takes in one request. */
const LARGEST = 3 * 1024 * 1024;

/** Said before anything else: the rules take their time on what will be refused anyway. */
function tooLarge({ kind, object, manifest }: Candidate): Problem[] {
  const size = JSON.stringify(object).length;
  if (size <= LARGEST) return [];
  const message = `in "${nameOf(object)}" (${kind}): the object takes ${megabytes(size)} MB, more than the ${megabytes(LARGEST)} MB that the Kubernetes API accepts`;
  return [
    {
      code: 'INVALID',
      message,
      hint: 'move templates into workflow templates, and large values into artifacts',
      file: manifest?.file,
      ...manifest?.locate([]),
    },
  ];
}

function megabytes(size: number): string {
  return (size / 1024 / 1024).toFixed(1);
}

function nameOf(object: unknown): string {
  const { metadata } = object as ManifestObject;
  return metadata.name ?? metadata.generateName ?? '';
}

/** Checks manifests of templates and cron workflows that are about to be written. */
export async function requireValidManifests(context: CommandContext, manifests: readonly Manifest[]): Promise<void> {
  await requireValid(
    context,
    manifests.map((manifest) => ({ kind: manifest.kind, object: manifest.object, manifest, mode: 'controller' as const })),
    { manifests },
  );
}

function placed({ code, message, at, hint }: ValidationProblem, { kind, object, manifest }: Candidate): Problem {
  return {
    code,
    message: `in "${nameOf(object)}" (${kind}): ${message}`,
    path: formatPath(at),
    hint,
    file: manifest?.file,
    ...manifest?.locate(at),
  };
}
