import { OperationalError } from '@argosy/std';
import type { ExecutorConfig } from '../config.ts';

/** Resource templates need an API server to talk to on behalf of the user; they come with the next part of the project. */
export async function resource(_config: ExecutorConfig, action: string): Promise<void> {
  throw new OperationalError(`resource templates (action ${action}) are not supported yet by this version of Argosy`, {
    code: 'EXECUTOR_UNSUPPORTED',
    retry: 'never',
  });
}
