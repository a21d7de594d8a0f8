import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Template } from '@argosy/api';
import { OperationalError } from '@argosy/std';

/** What the controller told this executor by the environment (acceptance 6-006 to 6-008). */
export interface ExecutorConfig {
  readonly namespace: string;
  readonly podName: string;
  readonly nodeId: string;
  readonly workflowName: string;
  readonly workflowUid: string;
  readonly template: Template;
  readonly includeScriptOutput: boolean;
  readonly saveLogs: boolean;
  readonly mainContainers: readonly string[];
  readonly scriptSource: string | undefined;
  /** The program that wraps users' commands. */
  readonly emissary: string;
  readonly terminationLog: string;
  /** Set in the embedded provider, whose API server speaks plain HTTP. */
  readonly apiServer: string | undefined;
}

/** Reads the environment once; a template that cannot be read is an error that says so. */
export function readConfig(env: NodeJS.ProcessEnv): ExecutorConfig {
  return {
    namespace: env['ARGO_NAMESPACE'] ?? 'default',
    podName: env['ARGO_POD_NAME'] ?? '',
    nodeId: env['ARGO_NODE_ID'] ?? '',
    workflowName: env['ARGO_WORKFLOW_NAME'] ?? '',
    workflowUid: env['ARGO_WORKFLOW_UID'] ?? '',
    template: readTemplate(env['ARGO_TEMPLATE']),
    includeScriptOutput: env['ARGO_INCLUDE_SCRIPT_OUTPUT'] === 'true',
    saveLogs: env['ARGO_SAVE_LOGS'] === 'true',
    mainContainers: (env['ARGO_MAIN_CONTAINERS'] ?? 'main').split(' '),
    scriptSource: env['ARGO_SCRIPT_SOURCE'],
    emissary: path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../emissary'),
    terminationLog: '/dev/termination-log',
    apiServer: env['ARGOSY_API_SERVER'],
  };
}

function readTemplate(text: string | undefined): Template {
  if (!text) return {};
  try {
    return JSON.parse(text) as Template;
  } catch (error) {
    throw new OperationalError('ARGO_TEMPLATE is not JSON', { code: 'EXECUTOR_TEMPLATE', retry: 'never', cause: error });
  }
}
