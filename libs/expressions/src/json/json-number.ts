/** A number as it was written, where JavaScript's own would lose something of it: `1.0`, or more digits than it can hold. */
export class JsonNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** The value of a number's text: a JavaScript number where that is written the same way. */
export function numberOf(text: string): number | JsonNumber {
  const value = Number(text);
  return String(value) === text ? value : new JsonNumber(text);
}
