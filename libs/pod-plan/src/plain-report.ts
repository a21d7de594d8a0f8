import type { CapturePlan, ParameterPlan } from './executor-plan.ts';
import { withoutDollars } from './executor.ts';

/**
 * The report of a step that has only small results to tell, as a text that a program without a JSON library can fill in (env ARGO_PLAIN_REPORT).
 * A line each: `T<text>` is written as it is, `F<file>` as the JSON string of the file's content without one trailing newline, and `D<text>`
 * after it instead when the file does not exist. `undefined` where reporting takes more than that.
 */
export function plainReport(plan: CapturePlan): string | undefined {
  const { resultFile, parameters } = plan;
  if (plan.artifacts.length > 0 || plan.logs.length > 0 || plan.progressFile !== undefined) return undefined;
  const fields =
    parameters.length > 0 ? [['T"parameters":[', ...parameters.flatMap((parameter, index) => parameterLines(parameter, index)), 'T]']] : [];
  if (resultFile !== undefined) fields.push(['T"result":', `F${resultFile}`]);
  const lines = ['T{"completed":true,"outputs":{', ...fields.flatMap((field, index) => (index === 0 ? field : ['T,', ...field])), 'T}}'];
  return lines.some((line) => line.includes('\n')) ? undefined : lines.map(escaped).join('\n');
}

function parameterLines({ declared, file, value }: ParameterPlan, index: number): string[] {
  const start = `T${index === 0 ? '' : ','}${JSON.stringify(declared).slice(0, -1)}`;
  const known = value ?? declared.valueFrom?.default;
  const fallback = known === undefined ? [] : [JSON.stringify(known)];
  if (file !== undefined) return [start, 'T,"value":', `F${file}`, ...fallback.map((json) => `D${json}`), 'T}'];
  return [start, ...fallback.map((json) => `T,"value":${json}`), 'T}'];
}

/** The kubelet would expand dollar signs of variables: JSON has an escape for them, in the name of a file they are doubled. */
function escaped(line: string): string {
  return line.startsWith('F') ? line.replaceAll('$', '$$$$') : withoutDollars(line);
}
