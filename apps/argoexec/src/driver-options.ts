import type { DriverOptions } from '@argosy/artifacts';
import type { ExecutorConfig } from './config.ts';
import { secretFiles } from './secret-files.ts';

/** What drivers of artifacts need in a pod: secrets as files, and how the environment sets them up. */
export function driverOptions({ secrets, uploads, environment, plan }: ExecutorConfig): DriverOptions {
  return { secrets: secretFiles(secrets), uploads, environment, ...(plan.pluginTimeouts && { pluginTimeouts: plan.pluginTimeouts }) };
}
