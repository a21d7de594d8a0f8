import type { Option } from 'commander';
import type { ConnectionFlags, Globals } from './command.ts';
import type { Environment } from './config.ts';
import { CliFailure } from './failure.ts';
import { type Flags, many, text, toggle } from './flags.ts';

/** The flags that every command takes (acceptance 9-001). */
export function globalOptions(): Option[] {
  return [
    text('-n, --namespace <name>', 'namespace to work in'),
    text('--context <name>', 'context of the kubeconfig to use'),
    text('--kubeconfig <file>', 'kubeconfig to use instead of $KUBECONFIG'),
    text('--instanceid <id>', 'work on what the controller with this instance id manages (env ARGO_INSTANCEID)'),
    toggle('-v, --verbose', 'say more on stderr'),
    toggle('--no-color', 'no colours'),
    ...serverOptions(),
    ...connectionOptions(),
    text('--loglevel <level>', 'debug, info, warn or error'),
    text('--log-format <format>', 'text or json'),
    text('--gloglevel <level>', 'accepted for compatibility').hideHelp(),
  ];
}

function serverOptions(): Option[] {
  return [
    text('-s, --argo-server <host:port>', 'go through an Argo server (env ARGO_SERVER)'),
    text('--argo-base-href <path>', 'path the Argo server is served under (env ARGO_BASE_HREF)').hideHelp(),
    toggle('--argo-http1', 'talk HTTP/1 to the Argo server (env ARGO_HTTP1)').hideHelp(),
    toggle('-e, --secure', 'the Argo server uses TLS (env ARGO_SECURE)').hideHelp(),
    toggle('-k, --insecure-skip-verify', "do not check the Argo server's certificate (env ARGO_INSECURE_SKIP_VERIFY)").hideHelp(),
    many('-H, --header <name:value>', 'header for the Argo server').hideHelp(),
  ];
}

function connectionOptions(): Option[] {
  return [
    text('--server <url>', 'address of the Kubernetes API'),
    text('--cluster <name>', 'cluster of the kubeconfig').hideHelp(),
    text('--user <name>', 'user of the kubeconfig').hideHelp(),
    text('--token <token>', 'bearer token (env ARGO_TOKEN)'),
    text('--certificate-authority <file>', 'CA certificates of the Kubernetes API').hideHelp(),
    text('--client-certificate <file>', 'client certificate').hideHelp(),
    text('--client-key <file>', 'key of the client certificate').hideHelp(),
    toggle('--insecure-skip-tls-verify', 'do not check the certificate of the Kubernetes API').hideHelp(),
    text('--tls-server-name <name>', 'name to expect in that certificate').hideHelp(),
    text('--as <user>', 'act as this user').hideHelp(),
    many('--as-group <group>', 'act as a member of this group').hideHelp(),
    text('--as-uid <uid>', 'accepted for compatibility').hideHelp(),

    text('--request-timeout <duration>', 'accepted for compatibility').hideHelp(),
    text('--proxy-url <url>', 'accepted for compatibility').hideHelp(),
  ];
}

/** Joins flags and environment; a flag wins (acceptance 9-002). */
export function globalsOf(flags: Flags, environment: Environment): Globals {
  return {
    namespace: flags.text('namespace') || environment.namespace || undefined,
    kubeconfig: flags.text('kubeconfig') || undefined,
    context: flags.text('context') || undefined,
    instanceId: flags.text('instanceid') || environment.instanceId,
    verbose: flags.on('verbose') || flags.text('loglevel') === 'debug',
    colour: flags.on('color') && environment.colour,
    server: flags.text('argoServer') || environment.server,
    connection: connectionFlags(flags, environment),
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
