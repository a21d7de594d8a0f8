import { type Document, type LineCounter, type Node, parseAllDocuments, type ScalarTag, type SchemaOptions } from 'yaml';

const scalar = (tag: string, test: RegExp, resolve: (text: string) => unknown): ScalarTag => ({ tag, default: true, test, resolve });
const digits = (text: string): string => text.replaceAll('_', '');
const sign = (text: string): number => (text.startsWith('-') ? -1 : 1);
const unsigned = (text: string): string => digits(text).replace(/^[-+]/, '');

/** Scalars as Go's YAML reads them: YAML 1.1's booleans and octals, but no sexagesimals, and dates stay text. */
const tags: readonly ScalarTag[] = [
  scalar('tag:yaml.org,2002:null', /^(?:~|null|Null|NULL)?$/, () => null),
  scalar('tag:yaml.org,2002:bool', /^(?:y|Y|yes|Yes|YES|on|On|ON|true|True|TRUE)$/, (text) => (/^[yY]$/.test(text) ? text : true)),
  scalar('tag:yaml.org,2002:bool', /^(?:n|N|no|No|NO|off|Off|OFF|false|False|FALSE)$/, (text) => (/^[nN]$/.test(text) ? text : false)),
  scalar('tag:yaml.org,2002:int', /^[-+]?0b[01_]+$/, (text) => sign(text) * Number.parseInt(unsigned(text).slice(2), 2)),
  scalar('tag:yaml.org,2002:int', /^[-+]?0o?[0-7_]+$/, (text) => sign(text) * Number.parseInt(unsigned(text).replace(/^0o?/, ''), 8)),
  scalar('tag:yaml.org,2002:int', /^[-+]?0x[0-9a-fA-F_]+$/, (text) => sign(text) * Number.parseInt(unsigned(text).slice(2), 16)),
  scalar('tag:yaml.org,2002:int', /^[-+]?(?:0|[1-9][0-9_]*)$/, (text) => Number(digits(text))),
  scalar('tag:yaml.org,2002:float', /^[-+]?(?:\.[0-9]+|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?$/, (text) => Number(digits(text))),
  scalar('tag:yaml.org,2002:float', /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/, (text) =>
    /nan/i.test(text) ? Number.NaN : sign(text) * Number.POSITIVE_INFINITY,
  ),
];

/** Our scalars come before the fallback, by which everything else is text. */
const options: SchemaOptions = {
  schema: 'failsafe',
  customTags: (base) => {
    const isText = (tag: (typeof base)[number]): boolean => typeof tag === 'object' && tag.tag === 'tag:yaml.org,2002:str';
    return [...base.filter((tag) => !isText(tag)), ...tags, ...base.filter(isText), 'merge'];
  },
};

/** All documents of a text, read as sigs.k8s.io/yaml would. */
export function parseGoYaml(text: string, lines: LineCounter): readonly Document<Node>[] {
  const parse = (source: string, lineCounter: LineCounter): readonly Document<Node>[] =>
    parseAllDocuments(source, {
      ...options,
      lineCounter,
      merge: true,
      uniqueKeys: false,
      strict: false,
      prettyErrors: false,
    }) as unknown as readonly Document<Node>[];
  let source = text;
  let documents = parse(source, lines);
  for (let repairs = 0; repairs < maxRepairs; repairs++) {
    const broken = documents.flatMap(({ errors }) => errors).find(({ message }) => message.startsWith('Missing closing'));
    const repaired = broken && indentQuoted(source, broken.pos[0], broken.message.includes("'quote") ? "'" : '"');
    if (repaired === undefined || repaired === source) break;
    source = repaired;
    lines.lineStarts.length = 0;
    documents = parse(source, lines);
  }
  return documents;
}

const maxRepairs = 50;

/**
 * Go accepts quoted text whose following lines stand further left than YAML allows. They are moved right: white space at the start of a
 * line of quoted text means nothing. `at` is where the text was cut off.
 */
function indentQuoted(source: string, at: number, quote: string): string | undefined {
  for (let start = source.lastIndexOf(quote, at - 1); start >= 0; start = source.lastIndexOf(quote, start - 1)) {
    const end = closingQuote(source, start);
    const opens = start === 0 || /[\s:[{,-]/.test(source[start - 1] as string);
    if (!opens || end === undefined || end <= at) continue;
    const indent = ' '.repeat(start - (source.lastIndexOf('\n', start) + 1) + 1);
    return source.slice(0, start) + source.slice(start, end).replaceAll(/\n[ \t]*(?=\S)/g, `\n${indent}`) + source.slice(end);
  }
  return undefined;
}

function closingQuote(source: string, start: number): number | undefined {
  const quote = source[start];
  for (let at = start + 1; at < source.length; at++) {
    if (quote === '"' && source[at] === '\\') at++;
    else if (source[at] === quote) {
      if (quote === "'" && source[at + 1] === "'") at++;
      else return at + 1;
    }
  }
  return undefined;
}
