const OFFSET_BASIS = 2166136261;
const PRIME = 16777619;

/**
 * 32-bit FNV-1a over the UTF-8 bytes of `text`, as an unsigned integer.
 * Node ids and pod names are built from it (acceptance 13-001).
 */
export function fnv1a32(text: string): number {
  let hash = OFFSET_BASIS;
  const mix = (byte: number): void => {
    hash = Math.imul(hash ^ byte, PRIME);
  };
  for (const character of text) eachUtf8Byte(character.codePointAt(0) as number, mix);
  return hash >>> 0;
}

/** 32-bit FNV-1, which multiplies first, over the UTF-8 bytes of `text`: the version of an offloaded status (acceptance 13-008). */
export function fnv32(text: string): number {
  let hash = OFFSET_BASIS;
  const mix = (byte: number): void => {
    hash = Math.imul(hash, PRIME) ^ byte;
  };
  for (const character of text) eachUtf8Byte(character.codePointAt(0) as number, mix);
  return hash >>> 0;
}

function eachUtf8Byte(code: number, visit: (byte: number) => void): void {
  if (code < 0x80) return visit(code);
  if (code < 0x800) visit(0xc0 | (code >> 6));
  else if (code < 0x10000) {
    visit(0xe0 | (code >> 12));
    visit(0x80 | ((code >> 6) & 0x3f));
  } else {
    visit(0xf0 | (code >> 18));
    visit(0x80 | ((code >> 12) & 0x3f));
    visit(0x80 | ((code >> 6) & 0x3f));
  }
  visit(0x80 | (code & 0x3f));
}
