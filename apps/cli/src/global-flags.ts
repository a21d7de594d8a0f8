import type { ConnectionFlags, Globals, ServerFlags } from './command.ts';
import type { Environment } from './config.ts';
import { CliFailure } from './failure.ts';
import { type Flags, type FlagSpec, hidden, many, text, toggle } from './flags.ts';

/** The flags that every command takes (acceptance 9-001). */
export const GLOBAL_FLAGS: readonly FlagSpec[] = globalFlags();

function globalFlags(): FlagSpec[] {
  return [
    text('-n, --namespace <name>', 'namespace to work in'),
    text('--context <name>', 'context of the kubeconfig to use'),
    text('--kubeconfig <file>', 'kubeconfig to use instead of $KUBECONFIG'),
    text('--instanceid <id>', 'work on what the controller with this instance id manages (env ARGO_INSTANCEID)'),
    toggle('-v, --verbose', 'say more on stderr'),
    toggle('--no-color', 'no colours'),
    ...serverFlags(),
    ...apiFlags(),
    text('--loglevel <level>', 'debug, info, warn or error'),
    text('--log-format <format>', 'text or json'),
    hidden(text('--gloglevel <level>', 'accepted for compatibility')),
  ];
}

function serverFlags(): FlagSpec[] {
  return [
    text('-s, --argo-server <host:port>', 'go through an Argo server (env ARGO_SERVER)'),
    hidden(text('--argo-base-href <path>', 'path the Argo server is served under (env ARGO_BASE_HREF)')),
    hidden(text('--argo-root-path <path>', 'the same (env ARGO_ROOT_PATH)')),
    hidden(toggle('--argo-http1', 'talk HTTP/1 to the Argo server (env ARGO_HTTP1)')),
    hidden(toggle('-e, --secure', 'the Argo server uses TLS (env ARGO_SECURE)')),
    hidden(toggle('-k, --insecure-skip-verify', "do not check the Argo server's certificate (env ARGO_INSECURE_SKIP_VERIFY)")),
    hidden(many('-H, --header <name:value>', 'header for the Argo server')),
  ];
}

function apiFlags(): FlagSpec[] {
  return [
    text('--server <url>', 'address of the Kubernetes API'),
    hidden(text('--cluster <name>', 'cluster of the kubeconfig')),
    hidden(text('--user <name>', 'user of the kubeconfig')),
    text('--token <token>', 'bearer token (env ARGO_TOKEN)'),
    hidden(text('--certificate-authority <file>', 'CA certificates of the Kubernetes API')),
    hidden(text('--client-certificate <file>', 'client certificate')),
    hidden(text('--client-key <file>', 'key of the client certificate')),
    hidden(toggle('--insecure-skip-tls-verify', 'do not check the certificate of the Kubernetes API')),
    hidden(text('--tls-server-name <name>', 'name to expect in that certificate')),
    hidden(text('--as <user>', 'act as this user')),
    hidden(many('--as-group <group>', 'act as a member of this group')),
    hidden(text('--as-uid <uid>', 'accepted for compatibility')),

    hidden(text('--username <name>', 'accepted for compatibility')),
    hidden(text('--password <password>', 'accepted for compatibility')),
    hidden(toggle('--disable-compression', 'accepted for compatibility')),
    hidden(text('--request-timeout <duration>', 'accepted for compatibility')),
    hidden(text('--proxy-url <url>', 'accepted for compatibility')),
  ];
}

/** Joins flags and environment; a flag wins (acceptance 9-002). */
export function globalsOf(flags: Flags, environment: Environment): Globals {
  return {
    namespace: flags.text('namespace') || environment.namespace || undefined,
    kubeconfig: flags.text('kubeconfig') || undefined,
    context: flags.text('context') || undefined,
    instanceId: flags.text('instanceid') || environment.instanceId,
    kubeVerbose: flags.on('verbose') || (flags.number('gloglevel') ?? 0) >= 6,
    verbose: flags.on('verbose') || flags.text('loglevel') === 'debug',
    colour: flags.on('color') && environment.colour,
    server: serverFlagsOf(flags, environment),
    connection: connectionFlags(flags, environment),
  };
}

function serverFlagsOf(flags: Flags, environment: Environment): ServerFlags {
  return {
    address: flags.text('argoServer') || environment.server,
    secure: flags.said('secure') ?? environment.secure,
    insecureSkipVerify: flags.on('insecureSkipVerify') || environment.insecureSkipVerify,
    baseHref: flags.text('argoBaseHref') || flags.text('argoRootPath') || environment.baseHref,
    headers: flags.list('header'),
  };
}

function connectionFlags(flags: Flags, environment: Environment): ConnectionFlags {
  const given = {
    server: flags.text('server'),
    cluster: flags.text('cluster'),
    user: flags.text('user'),
    token: flags.text('token') || environment.token,
    certificateAuthority: flags.text('certificateAuthority'),
    clientCertificate: flags.text('clientCertificate'),
    clientKey: flags.text('clientKey'),
    tlsServerName: flags.text('tlsServerName'),
    asUser: flags.text('as'),
  };
  const groups = flags.list('asGroup');
  if (groups.length > 0 && given.asUser === '') throw new CliFailure('--as-group needs --as');
  return {
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '')),
    ...(flags.on('insecureSkipTlsVerify') && { insecureSkipTlsVerify: true }),
    ...(groups.length > 0 && { asGroups: groups }),
  };
}
