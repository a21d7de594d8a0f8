export type Colour = 'default' | 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan' | 'dim' | 'bold' | 'underline';

/** Paints text; the plain painter leaves it as it is. */
export type Paint = (colour: Colour, text: string) => string;

const CODES: Readonly<Record<Colour, number>> = {
  default: 39,
  red: 31,
  green: 32,
  yellow: 33,
  blue: 34,
  magenta: 35,
  cyan: 36,
  dim: 2,
  bold: 1,
  underline: 4,
};

/** A painter for a terminal, or one that does nothing. */
export function painter(enabled: boolean): Paint {
  return enabled ? (colour, text) => `\u001b[${CODES[colour]}m${text}\u001b[0m` : (_colour, text) => text;
}

const POD_COLOURS: readonly Colour[] = ['red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'default'];

/** The colour of a pod's log lines: the same for the same name (acceptance 9-040). */
export function podColour(podName: string): Colour {
  let hash = 0;
  for (const character of podName) hash = (Math.imul(hash, 31) + (character.codePointAt(0) as number)) >>> 0;
  return POD_COLOURS[hash % POD_COLOURS.length] as Colour;
}
