// What the images hold: one description for build.mjs (no Docker needed) and for the Dockerfile (generate-dockerfile.mjs).

/** Node's Long Term Support line, from its npm package; the images need no other runtime. */
export const nodeVersion = '24.20.0';

/** What the node binary is linked against, and the certificates that everybody trusts. */
export const debianPackages = ['libc6', 'libgcc-s1', 'libstdc++6', 'ca-certificates', 'tzdata'];

/** Nobody in particular, by number: `runAsNonRoot` wants to see one. */
export const user = 8737;

const library = '/usr/local/lib/argosy';

/** Options of Node for the controller, in its image as beside it (ADR 0036). Node takes `flag` from its command line alone. */
export const controllerOptions = { flag: '--heap-growing-percent=25', others: '--v8-pool-size=1 --max-semi-space-size=4' };

/** A command of ours: its bundle, and a file on the PATH that starts it without a shell. `flag` is one of node's. */
const command = (name, flag = '') => ({
  copies: [{ from: `dist/lib/${name}`, to: `${library}/${name}` }],
  starters: [
    { at: `/usr/local/bin/${name}`, interpreter: `/usr/local/bin/node${flag && ` ${flag}`}`, bundle: `${library}/${name}/main.js` },
  ],
  entrypoint: [`/usr/local/bin/${name}`],
});

/** git as its artifacts need it: over https and ssh, with submodules, which are a shell script. */
const git = {
  debianPackages: ['git', 'openssh-client', 'busybox-static'].concat(
    ['libbrotli1', 'libcom-err2', 'libcurl3-gnutls', 'libffi8', 'libgmp10', 'libgnutls30', 'libgssapi-krb5-2', 'libhogweed6', 'libidn2-0'],
    ['libk5crypto3', 'libkeyutils1', 'libkrb5-3', 'libkrb5support0', 'libldap-2.5-0', 'libnettle8', 'libnghttp2-14', 'libp11-kit0'],
    ['libpcre2-8-0', 'libpsl5', 'librtmp1', 'libsasl2-2', 'libselinux1', 'libssh2-1', 'libssl3', 'libtasn1-6', 'libunistring2', 'libzstd1'],
    ['zlib1g'],
  ),
  /** Servers, mail, other tools and languages: nobody calls them. */
  unused: [
    ...['daemon', 'http-backend', 'http-fetch', 'http-push', 'imap-send', 'shell'].map((name) => `usr/lib/git-core/git-${name}`),
    ...['scalar', 'scp', 'sftp', 'ssh-add', 'ssh-agent', 'ssh-keygen', 'ssh-keyscan'].map((name) => `usr/bin/${name}`),
    ...['bash-completion', 'gitweb', 'locale', 'perl5'].map((name) => `usr/share/${name}`),
    ...['git-core/scalar', 'openssh', 'systemd'].map((name) => `usr/lib/${name}`),
  ],
  links: Object.fromEntries(['sh', 'sed', 'basename', 'dirname', 'uname', 'cut', 'tr'].map((name) => [`bin/${name}`, 'busybox'])),
};

/** Images by name. `copies` are folders and files of dist/, `optional` ones may be missing from a build. */
export const images = {
  'workflow-controller': {
    ...command('workflow-controller', controllerOptions.flag),
    environment: [`NODE_OPTIONS=${controllerOptions.others}`],
  },
  argoexec: {
    // Buffers of transfers fill the young generation: kept small, an executor stays below 120 MiB whatever it moves (bench/artifacts.bench.mjs).
    ...command('argoexec', '--max-semi-space-size=2'),
    copies: [...command('argoexec').copies, { from: 'dist/lib/emissary', to: '/usr/local/bin/emissary' }],
    programs: git,
  },
  argocli: command('argo'),
  'argo-server': {
    ...command('argo-server'),
    copies: [...command('argo-server').copies, { from: 'dist/ui', to: `${library}/ui`, optional: true }],
    optional: true,
  },
};
