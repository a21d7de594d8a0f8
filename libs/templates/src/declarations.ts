import type { Artifact, Parameter } from '@argosy/api';

interface Declaring {
  readonly parameters?: readonly Parameter[] | undefined;
  readonly artifacts?: readonly Artifact[] | undefined;
}

/** The parameters and artifacts that inputs, outputs or arguments declare; empty lists where there are none. */
export function declarations(of: Declaring | null | undefined): Required<{ readonly [K in keyof Declaring]: NonNullable<Declaring[K]> }> {
  return { parameters: of?.parameters ?? [], artifacts: of?.artifacts ?? [] };
}
