/** The value of a JSON object or list, `undefined` for any other text. */
export function isMapOrList(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  return parseJson(text);
}

/** The value of a JSON text, `undefined` when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
