import { countFrom, type Environment, type Invocation, portNumber, readInvocation } from '@argosy/program';
import type { LogLevel } from '@argosy/std';
import { Command, InvalidArgumentError, Option } from 'commander';
import path from 'node:path';
import type { AuthMode } from './auth/caller.ts';

/** What the command line and the environment say. Read once; everything else gets values. */
export interface Config {
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  readonly server: string | undefined;
  readonly token: string | undefined;
  readonly insecureSkipTlsVerify: boolean;
  /** The server's own namespace; absent: that of the connection. */
  readonly namespace: string | undefined;
  readonly namespaced: boolean;
  readonly managedNamespace: string | undefined;
  readonly authModes: ReadonlySet<AuthMode>;
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly tlsCertificateSecretName: string | undefined;
  /** Begins and ends with a slash. */
  readonly baseHref: string;
  readonly configMap: string;
  readonly accessControlAllowOrigin: string;
  readonly allowedLinkProtocols: readonly string[];
  /** Requests per second and client; 0: no limit. */
  readonly apiRateLimit: number;
  readonly ipHeaders: readonly string[];
  readonly hsts: boolean;
  readonly frameOptions: string;
  readonly events: { readonly isAsync: boolean; readonly workers: number; readonly queueSize: number };
  readonly rate: { readonly qps: number; readonly burst: number };
  readonly log: { readonly level: LogLevel; readonly format: 'json' | 'text' };
  readonly ssoNamespace: string | undefined;
  readonly ssoDelegateToNamespace: boolean;
  readonly artifactServer: boolean;
  readonly metricsAuth: boolean;
  /** Bytes of a body. */
  readonly bodyLimit: number;
  readonly hiddenLabelValues: RegExp | undefined;
  readonly uiFolder: string;
  readonly schemaFolder: string;
  /** Opens the UI in a browser. */
  readonly browser: boolean;
  /** For what finds a kubeconfig. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Reads arguments (without the program's name) and environment; `folder` is where the program lies. Help and errors are printed here. */
export function readConfig(args: readonly string[], environment: Environment, folder: string): Invocation<Config> {
  return readInvocation<Flags, Config>({
    command: commandLine(),
    args: [...baseHrefOf(environment), ...withoutName(args)],
    environment,
    withoutVariable: WITHOUT_VARIABLE,
    configOf: (flags) => configOf(flags, environment, folder),
  });
}

/** The one option with a variable that is not named after it. */
function baseHrefOf(environment: Environment): readonly string[] {
  return environment['BASE_HREF'] ? [`--base-href=${environment['BASE_HREF']}`] : [];
}

/** Manifests of Argo start `argo server …`. */
function withoutName([first, ...rest]: readonly string[]): readonly string[] {
  return first === 'server' ? rest : first === undefined ? [] : [first, ...rest];
}

/** These belong to the `argo` command. */
const WITHOUT_VARIABLE: ReadonlySet<string> = new Set(['--server', '--token', '--namespace', '--secure']);

interface Flags {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly server?: string;
  readonly token?: string;
  readonly insecureSkipTlsVerify?: boolean;
  readonly namespace?: string;
  readonly namespaced?: boolean;
  readonly managedNamespace?: string;
  readonly authMode: readonly string[];
  readonly host: string;
  readonly port: number;
  readonly secure: string | boolean;
  readonly tlsCertificateSecretName?: string;
  readonly baseHref: string;
  readonly configmap: string;
  readonly accessControlAllowOrigin: string;
  readonly allowedLinkProtocol: readonly string[];
  readonly apiRateLimit: number;
  readonly hsts: string | boolean;
  readonly xFrameOptions: string;
  readonly eventAsyncDispatch?: boolean;
  readonly eventWorkerCount: number;
  readonly eventOperationQueueSize: number;
  readonly kubeApiQps: number;
  readonly kubeApiBurst: number;
  readonly loglevel: string;
  readonly logFormat: string;
  readonly ssoNamespace?: string;
  readonly browser?: boolean;
}

function commandLine(): Command {
  const option = (flags: string, about: string): Option => new Option(flags, about);
  const command = new Command('argo-server').description('Serves the REST API and the web UI of workflows.');
  const options = [
    option('--kubeconfig <file>', 'kubeconfig of the API server (default: KUBECONFIG, ~/.kube/config, the service account of the pod)'),
    option('--context <name>', 'context of the kubeconfig'),
    option('--server <url>', 'URL of the API server, instead of the kubeconfig’s'),
    option('--token <token>', 'bearer token, instead of the kubeconfig’s'),
    option('--insecure-skip-tls-verify', 'do not check the certificate of the API server'),
    option('-n, --namespace <name>', 'namespace of the server itself and of its ConfigMap (default: the context’s)'),
    option('--namespaced', 'serve one namespace only'),
    option('--managed-namespace <name>', 'the namespace to serve with --namespaced, if it is not the server’s own'),
    option('--auth-mode <mode>', 'client, server, sso or hybrid; may be repeated').argParser(list(authMode)).default(['client']),
    option('--host <address>', 'address to listen at').default('0.0.0.0'),
    option('-p, --port <number>', 'port to listen at, 0 for a free one').default(2746).argParser(portNumber),
    option('-e, --secure [flag]', 'serve HTTPS; --secure=false for plain HTTP').default('true'),
    option('--tls-certificate-secret-name <name>', 'Secret with tls.crt and tls.key (default: a certificate that the server makes)'),
    option('--base-href <path>', 'path below which a proxy shows the server').default('/'),
    option('--configmap <name>', 'ConfigMap with the settings').default('workflow-controller-configmap'),
    option('--access-control-allow-origin <origin>', 'Access-Control-Allow-Origin of answers').default(''),
    option('--allowed-link-protocol <protocol>', 'protocols of links; may be repeated').argParser(list(String)).default(['http', 'https']),
    option('--api-rate-limit <number>', 'requests per second and client, 0 for any number').default(1000).argParser(countFrom(0)),
    option('--hsts [flag]', 'tell browsers to use HTTPS only').default('true'),
    option('--x-frame-options <value>', 'X-Frame-Options of answers; empty for none').default('DENY'),
    option('--event-async-dispatch', 'answer events before their workflows were started'),
    option('--event-worker-count <n>', 'events worked on at the same time').default(4).argParser(countFrom(0)),
    option('--event-operation-queue-size <n>', 'events that may wait').default(16).argParser(countFrom(0)),
    option('--kube-api-qps <n>', 'requests per second to the API server').default(20).argParser(countFrom(0)),
    option('--kube-api-burst <n>', 'requests to the API server at once').default(30).argParser(countFrom(0)),
    option('--loglevel <level>', 'debug, info, warn or error').default('info').choices(['debug', 'info', 'warn', 'error']),
    option('--log-format <format>', 'json or text').default('text').choices(['json', 'text']),
    option('--sso-namespace <name>', 'namespace of the service accounts and secrets of SSO'),
    option('-b, --browser', 'open the UI in a browser'),
  ];
  for (const one of options) command.addOption(one);
  return command;
}

const LEVELS: Readonly<Record<string, LogLevel>> = { debug: 'debug', info: 'info', warn: 'warn', error: 'error' };

function configOf(flags: Flags, environment: Environment, folder: string): Config {
  return {
    kubeconfig: flags.kubeconfig,
    context: flags.context,
    server: flags.server,
    token: flags.token,
    insecureSkipTlsVerify: flags.insecureSkipTlsVerify === true,
    namespace: flags.namespace,
    namespaced: flags.namespaced === true,
    managedNamespace: flags.managedNamespace,
    authModes: modesOf(flags.authMode),
    host: flags.host,
    port: flags.port,
    secure: isOn(flags.secure),
    tlsCertificateSecretName: flags.tlsCertificateSecretName,
    baseHref: `/${flags.baseHref.replaceAll(/^\/+|\/+$/g, '')}/`.replace('//', '/'),
    configMap: flags.configmap,
    accessControlAllowOrigin: flags.accessControlAllowOrigin,
    allowedLinkProtocols: flags.allowedLinkProtocol,
    apiRateLimit: flags.apiRateLimit,
    hsts: isOn(flags.hsts),
    frameOptions: flags.xFrameOptions,
    events: {
      isAsync: flags.eventAsyncDispatch === true,
      workers: Math.max(1, flags.eventWorkerCount),
      queueSize: flags.eventOperationQueueSize,
    },
    rate: { qps: flags.kubeApiQps, burst: flags.kubeApiBurst },
    log: { level: LEVELS[flags.loglevel] ?? 'info', format: flags.logFormat === 'json' ? 'json' : 'text' },
    ssoNamespace: flags.ssoNamespace,
    browser: flags.browser === true,
    ...environmentConfig(environment, folder),
  };
}

const MEGABYTE = 1024 * 1024;

function environmentConfig(environment: Environment, folder: string) {
  const pattern = environment['DISABLE_VALUE_LIST_RETRIEVAL_KEY_PATTERN'];
  return {
    ssoDelegateToNamespace: environment['SSO_DELEGATE_RBAC_TO_NAMESPACE'] === 'true',
    artifactServer: environment['ARGO_ARTIFACT_SERVER'] !== 'false',
    metricsAuth: environment['ARGO_SERVER_METRICS_AUTH'] !== 'false',
    bodyLimit: Number(environment['GRPC_MESSAGE_SIZE'] ?? 0) || 100 * MEGABYTE,
    ipHeaders: (environment['IP_KEY_FUNC_HEADERS'] ?? '')
      .split(',')
      .map((name) => name.trim().toLowerCase())
      .filter(Boolean),
    hiddenLabelValues: pattern ? new RegExp(pattern) : undefined,
    uiFolder: environment['ARGOSY_UI_FOLDER'] ?? path.resolve(folder, '../../ui'),
    schemaFolder: environment['ARGOSY_SCHEMA_FOLDER'] ?? path.resolve(folder, 'schemas'),
    environment,
  };
}

function modesOf(names: readonly string[]): ReadonlySet<AuthMode> {
  return new Set(names.flatMap((name): readonly AuthMode[] => (name === 'hybrid' ? ['client', 'server'] : [name as AuthMode])));
}

function isOn(value: string | boolean): boolean {
  return value === true || value === 'true' || value === '';
}

/** Collects the values of an option that may be repeated; the default goes with the first of them. */
function list(read: (text: string) => string): (text: string, before: readonly string[] | undefined) => readonly string[] {
  const given: string[] = [];
  return (text) => {
    given.push(...text.split(',').map(read));
    return given;
  };
}

function authMode(text: string): string {
  if (!['client', 'server', 'sso', 'hybrid'].includes(text)) throw new InvalidArgumentError('It must be client, server, sso or hybrid.');
  return text;
}
