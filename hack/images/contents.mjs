// What the images hold: one description for build.mjs (no Docker needed) and for the Dockerfile (generate-dockerfile.mjs).

/** Node's Long Term Support line, from its npm package; the images need no other runtime. */
export const nodeVersion = '24.20.0';

/** What the node binary is linked against, and the certificates that everybody trusts. */
export const debianPackages = ['libc6', 'libgcc-s1', 'libstdc++6', 'ca-certificates', 'tzdata'];

/** Nobody in particular, by number: `runAsNonRoot` wants to see one. */
export const user = 8737;

const library = '/usr/local/lib/argosy';

/** A command of ours: its bundle, and a file on the PATH that starts it without a shell. */
const command = (name) => ({
  copies: [{ from: `dist/lib/${name}`, to: `${library}/${name}` }],
  starters: [{ at: `/usr/local/bin/${name}`, bundle: `${library}/${name}/main.js` }],
  entrypoint: [`/usr/local/bin/${name}`],
});

/** Images by name. `copies` are folders and files of dist/, `optional` ones may be missing from a build. */
export const images = {
  'workflow-controller': command('workflow-controller'),
  argoexec: {
    ...command('argoexec'),
    copies: [...command('argoexec').copies, { from: 'dist/lib/emissary', to: '/usr/local/bin/emissary' }],
  },
  argocli: command('argo'),
  'argo-server': {
    ...command('argo-server'),
    copies: [...command('argo-server').copies, { from: 'dist/ui', to: `${library}/ui`, optional: true }],
    optional: true,
  },
};
