/** Something wrong with a manifest, with its place. Lines and columns count from 1. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  /** Where in the document: `spec.templates[0].container.image`. */
  readonly path?: string | undefined;
  readonly hint?: string | undefined;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}
