import { parseLabels } from '@argosy/submission';
import { CliFailure } from '../failure.ts';

/** Reads the labels of a flag, `k1=v1,k2=v2`. */
export function labelsOfFlag(text: string): Readonly<Record<string, string>> {
  const labels = parseLabels(text);
  if (typeof labels === 'string') throw new CliFailure(labels);
  return labels;
}
