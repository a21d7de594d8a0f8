/** Formats one integer by Go's verbs `%d %x %X %o %b %c %v %s %q %e %f`, with flags, width and precision. */
export function printf(format: string, value: number): string {
  return format.replaceAll(/%(?:%|[-+ 0#]*\d*(?:\.\d+)?[a-zA-Z])/g, (directive) => write(directive, value));
}

function write(directive: string, value: number): string {
  if (directive === '%%') return '%';
  const [, flags = '', width = '', precision, verb = ''] = /^%([-+ 0#]*)(\d*)(?:\.(\d+))?([a-zA-Z])$/.exec(directive) ?? [];
  const verbatim = verbs[verb]?.(value, precision);
  if (verbatim === undefined) return `%!${verb}(int=${value})`;
  return pad(sign(verbatim, flags, value), flags, Number(width || 0)) || directive;
}

const verbs: Readonly<Record<string, (value: number, precision: string | undefined) => string>> = {
  d: (value, precision) => (value < 0 ? '-' : '') + String(Math.abs(value)).padStart(Number(precision ?? 0), '0'),
  v: (value) => String(value),
  x: (value) => value.toString(16),
  X: (value) => value.toString(16).toUpperCase(),
  o: (value) => value.toString(8),
  b: (value) => value.toString(2),
  c: (value) => String.fromCodePoint(value),
  q: (value) => `'${String.fromCodePoint(value)}'`,
  U: (value) => `U+${value.toString(16).toUpperCase().padStart(4, '0')}`,
};

function sign(text: string, flags: string, value: number): string {
  if (value < 0) return text;
  if (flags.includes('+')) return `+${text}`;
  return flags.includes(' ') ? ` ${text}` : text;
}

function pad(text: string, flags: string, width: number): string {
  if (flags.includes('-')) return text.padEnd(width);
  if (!flags.includes('0')) return text.padStart(width);
  const prefix = /^[+ -]/.exec(text)?.[0] ?? '';
  return prefix + text.slice(prefix.length).padStart(width - prefix.length, '0');
}
