import { OperationalError } from '@argosy/std';

/** What flags of a resource template say about which objects are meant. */
export interface ResourceFlags {
  readonly namespace?: string;
  readonly selector?: string;
  /** Kinds with the names that are wanted: `configmap/a`, `configmap a b`; no names: all. */
  readonly targets: readonly { readonly kind: string; readonly name?: string }[];
}

const valued: Readonly<Record<string, 'namespace' | 'selector'>> = {
  '-n': 'namespace',
  '--namespace': 'namespace',
  '-l': 'selector',
  '--selector': 'selector',
};
/** Accepted, because they say what is done anyway. */
const ignored = new Set([
  '--validate=false',
  '--validate=true',
  '--validate',
  '--wait=false',
  '--overwrite',
  '--server-side',
  '--force-conflicts',
]);

/** Reads the flags that argoexec understands of those of kubectl. Throws `EXECUTOR_FLAG` for others, rather than doing something else. */
export function readFlags(flags: readonly string[] = []): ResourceFlags {
  const found: { namespace?: string; selector?: string } = {};
  const words: string[] = [];
  const rest = flags.flatMap(splitAtEquals);
  for (let flag = rest.shift(); flag !== undefined; flag = rest.shift()) {
    const field = valued[flag];
    if (field !== undefined) found[field] = rest.shift() ?? '';
    else if (!flag.startsWith('-')) words.push(flag);
    else if (!ignored.has(flag)) throw refusal(flag);
  }
  return { ...found, targets: targetsOf(words) };
}

/** `--namespace=x` is `--namespace x`. */
function splitAtEquals(flag: string): readonly string[] {
  const at = flag.indexOf('=');
  return at > 0 && valued[flag.slice(0, at)] !== undefined ? [flag.slice(0, at), flag.slice(at + 1)] : [flag];
}

function refusal(flag: string): OperationalError {
  return new OperationalError(
    `flag ${flag} is not one that argoexec understands; it takes --namespace and --selector, and kinds and names`,
    {
      code: 'EXECUTOR_FLAG',
      retry: 'never',
    },
  );
}

function targetsOf([kind, ...names]: readonly string[]): ResourceFlags['targets'] {
  if (kind === undefined) return [];
  const slashed = [kind, ...names].filter((word) => word.includes('/'));
  if (slashed.length > 0)
    return slashed.map((word) => ({ kind: word.slice(0, word.indexOf('/')), name: word.slice(word.indexOf('/') + 1) }));
  return names.length === 0 ? [{ kind }] : names.map((name) => ({ kind, name }));
}
