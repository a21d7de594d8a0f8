/**
 * Writes plain data as YAML for reading: block style, text of several lines as blocks. It is here beside the `yaml` package because pages
 * that only show a manifest would otherwise load a parser of 30 kB for it.
 */
export function blockYaml(value: unknown): string {
  return written(value, '').replace(/^\n/, '').trimEnd();
}

function written(value: unknown, indent: string): string {
  if (Array.isArray(value)) return value.length === 0 ? ' []' : value.map((item) => `\n${indent}-${inItem(item, indent)}`).join('');
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, one]) => one !== undefined);
    return entries.length === 0
      ? ' {}'
      : entries.map(([key, one]) => `\n${indent}${scalar(key)}:${written(one, nested(one, indent))}`).join('');
  }
  return ` ${typeof value === 'string' ? text(value, indent) : String(value)}`;
}

/** Lists stand under their key without further indent, as Kubernetes writes them. */
function nested(value: unknown, indent: string): string {
  return Array.isArray(value) ? indent : `${indent}  `;
}

/** The first key of an object goes behind the dash. */
function inItem(item: unknown, indent: string): string {
  const inner = written(item, `${indent}  `);
  return inner.startsWith('\n') ? ` ${inner.slice(indent.length + 3)}` : inner;
}

function text(value: string, indent: string): string {
  if (!value.includes('\n')) return scalar(value);
  const body = value.replace(/\n$/, '');
  const keeps = value.endsWith('\n') ? '|' : '|-';
  // A block cannot begin with a blank, and cannot hold control characters.
  if (/^\s/.test(value) || /[^\P{C}\n\t]/u.test(value)) return JSON.stringify(value);
  return `${keeps}\n${body
    .split('\n')
    .map((line) => (line === '' ? '' : `${indent}${line}`))
    .join('\n')}`;
}

const PLAIN = /^[A-Za-z_./][\w./@ ()=,+-]*$/;
const SPECIAL = /^(true|false|null|yes|no|on|off|y|n|~|\.inf|\.nan)$/i;

function scalar(value: string): string {
  const isPlain = PLAIN.test(value) && !SPECIAL.test(value) && !value.endsWith(' ') && !/ #|: |^[.]?\d/.test(value);
  return isPlain ? value : JSON.stringify(value);
}
