import path from 'node:path';
import type { Installation } from './command.ts';

/** The environment variables that the command line reads, by meaning. */
export interface Environment {
  readonly namespace: string;
  readonly instanceId: string;
  readonly server: string;
  /** The server uses TLS: so unless ARGO_SECURE says otherwise. */
  readonly secure: boolean;
  readonly insecureSkipVerify: boolean;
  readonly baseHref: string;
  readonly token: string;
  readonly colour: boolean;
  /** All variables, for what is handed on to other programs and to the kubeconfig's own rules. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** Reads the environment once (acceptance 9-002). `NO_COLOR` is the convention of many command lines. */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  return {
    namespace: variables['ARGO_NAMESPACE'] ?? '',
    instanceId: variables['ARGO_INSTANCEID'] ?? '',
    server: variables['ARGO_SERVER'] ?? '',
    secure: !isFalse(variables['ARGO_SECURE']),
    insecureSkipVerify: isTrue(variables['ARGO_INSECURE_SKIP_VERIFY']),
    baseHref: variables['ARGO_BASE_HREF'] || variables['ARGO_ROOT_PATH'] || '',
    token: variables['ARGO_TOKEN'] ?? '',
    colour: !variables['NO_COLOR'] && variables['TERM'] !== 'dumb',
    variables,
  };
}

function isTrue(text: string | undefined): boolean {
  return /^(1|t|true)$/i.test(text ?? '');
}

function isFalse(text: string | undefined): boolean {
  return /^(0|f|false)$/i.test(text ?? '');
}

/** Works out where this program is installed: `lib/argo/main.js` below the folder that has `bin`. */
export function readInstallation(process: {
  readonly execPath: string;
  readonly execArgv: readonly string[];
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}): Installation {
  const main = process.argv[1] ?? '';
  const libFolder = path.resolve(path.dirname(main), '..');
  return {
    self: [process.execPath, ...process.execArgv, main],
    libFolder,
    binFolder: process.env['ARGOSY_BIN'] ?? path.resolve(libFolder, '..', 'bin'),
  };
}
