import { CliFailure } from './failure.ts';

/** One flag as data: what the parser, the help and the completion scripts are made of. */
export interface FlagSpec {
  /** `--output`, `--no-color`. */
  readonly long: string;
  /** `-o`. */
  readonly short?: string;
  /** As the help shows it: `-o, --output <format>`. */
  readonly syntax: string;
  /** The name by which a command reads it: `output`; `color` for `--no-color`. */
  readonly name: string;
  readonly about: string;
  readonly kind: 'toggle' | 'toggleOn' | 'negated' | 'text' | 'many' | 'commaList';
  readonly choices?: readonly string[];
  readonly hidden: boolean;
}

/** A flag that is off unless it is given, or, written `--no-x`, on unless it is given. */
export function toggle(syntax: string, about: string): FlagSpec {
  return flag(syntax, about, syntax.includes('--no-') ? 'negated' : 'toggle');
}

/** A flag that is on unless it is turned off: `--strict=false`. */
export function toggleOn(syntax: string, about: string): FlagSpec {
  return flag(syntax, about, 'toggleOn');
}

/** A flag with one value, `-o, --output <format>`; the last one given counts. */
export function text(syntax: string, about: string, choices?: readonly string[]): FlagSpec {
  return { ...flag(syntax, about, 'text'), ...(choices && { choices }) };
}

/** A flag that may be given several times, each time with one value. */
export function many(syntax: string, about: string): FlagSpec {
  return flag(syntax, about, 'many');
}

/** A flag that may be given several times, each time with values parted by commas. */
export function commaList(syntax: string, about: string): FlagSpec {
  return flag(syntax, about, 'commaList');
}

/** Leaves a flag out of help and completion. */
export function hidden(spec: FlagSpec): FlagSpec {
  return { ...spec, hidden: true };
}

/** Tells whether a flag is followed by a value. */
export function takesValue({ kind }: FlagSpec): boolean {
  return kind === 'text' || kind === 'many' || kind === 'commaList';
}

function flag(syntax: string, about: string, kind: FlagSpec['kind']): FlagSpec {
  const long = /--[\w-]+/.exec(syntax)?.[0] ?? '';
  const short = /^-\w(?=,)/.exec(syntax)?.[0];
  const name = long.replace(kind === 'negated' ? '--no-' : '--', '').replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return { long, ...(short !== undefined && { short }), syntax, name, about, kind, hidden: false };
}

/** The values of a command's flags, read by the name of the flag in camel case. */
export interface Flags {
  on(name: string): boolean;
  /** True or false as it was said; `undefined` where nothing was. */
  said(name: string): boolean | undefined;
  text(name: string): string;
  list(name: string): readonly string[];
  number(name: string): number | undefined;
}

/** What flags are when none is given. */
export function defaultValues(specs: readonly FlagSpec[]): Readonly<Record<string, true>> {
  return Object.fromEntries(specs.filter(({ kind }) => kind === 'toggleOn' || kind === 'negated').map(({ name }) => [name, true as const]));
}

/** Wraps values that were read. */
export function flagsOf(values: Readonly<Record<string, unknown>>): Flags {
  return {
    on: (name) => values[name] === true,
    said: (name) => (typeof values[name] === 'boolean' ? (values[name] as boolean) : undefined),
    text: (name) => (typeof values[name] === 'string' ? (values[name] as string) : ''),
    list: (name) => (Array.isArray(values[name]) ? (values[name] as string[]) : []),
    number: (name) => numberOf(name, values[name]),
  };
}

function numberOf(name: string, value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (String(value).trim() === '' || !Number.isInteger(number))
    throw new CliFailure(`invalid argument "${String(value)}" for --${kebab(name)}: not a whole number`);
  return number;
}

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
