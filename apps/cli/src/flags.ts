import { Option } from 'commander';
import { CliFailure } from './failure.ts';

/** A flag that is on or off. */
export function toggle(flags: string, about: string): Option {
  return new Option(flags, about);
}

/** A flag that is on unless it is turned off: `--strict=false`. */
export function toggleOn(flags: string, about: string): Option {
  return new Option(flags, about).default(true);
}

/** A flag with one value, `-o, --output <format>`; the last one given counts. */
export function text(flags: string, about: string, choices?: readonly string[]): Option {
  const option = new Option(flags, about);
  return choices ? option.choices(choices) : option;
}

/** A flag that may be given several times, each time with one value. */
export function many(flags: string, about: string): Option {
  return new Option(flags, about).argParser((value: string, previous: readonly string[] | undefined) => [...(previous ?? []), value]);
}

/** A flag that may be given several times, each time with values parted by commas. */
export function commaList(flags: string, about: string): Option {
  return new Option(flags, about).argParser((value: string, previous: readonly string[] | undefined) => [
    ...(previous ?? []),
    ...value.split(',').map((item) => item.trim()),
  ]);
}

/** The values of a command's flags, read by the name of the flag in camel case. */
export interface Flags {
  on(name: string): boolean;
  text(name: string): string;
  list(name: string): readonly string[];
  number(name: string): number | undefined;
}

/** Wraps what commander read. */
export function flagsOf(values: Readonly<Record<string, unknown>>): Flags {
  return {
    on: (name) => values[name] === true,
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
