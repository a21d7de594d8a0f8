import fs from 'node:fs/promises';
import path from 'node:path';
import type { Parameter } from '@argosy/api';
import { isErrorWithCode, OperationalError } from '@argosy/std';
import type { ExecutorConfig } from '../config.ts';

/** Output parameters from their files; one line break at the end is not part of the value (acceptance 6-033). */
export async function captureParameters({ template }: ExecutorConfig): Promise<Parameter[]> {
  const captured: Parameter[] = [];
  for (const parameter of template.outputs?.parameters ?? []) {
    const file = parameter.valueFrom?.path;
    if (file !== undefined) captured.push({ ...parameter, value: await readValue(file, parameter) });
  }
  return captured;
}

async function readValue(file: string, { name, valueFrom }: Parameter): Promise<string> {
  try {
    return (await fs.readFile(savedPath('parameters', file), 'utf8')).replace(/\n$/, '');
  } catch (error) {
    if (!isErrorWithCode(error, 'ENOENT')) throw error;
    if (valueFrom?.default !== undefined) return valueFrom.default.replace(/\n$/, '');
    throw new OperationalError(`failed to save outputs: open ${file}: no such file or directory (output parameter ${name})`, {
      code: 'EXECUTOR_OUTPUT',
      retry: 'never',
    });
  }
}

/** Where the emissary of the main container put a file of its own. */
export function savedPath(kind: 'parameters' | 'artifacts', file: string): string {
  return file.startsWith('/var/run/argo/') ? file : path.join('/var/run/argo/outputs', kind, file);
}
