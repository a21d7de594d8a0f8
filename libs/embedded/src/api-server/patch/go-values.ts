import { isJsonObject } from '../../store/object.ts';

/** A JSON value as Go's `%v` prints it: `map[a:1]`, `[1 2]`, `<nil>`; members by name. */
export function plainGo(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(plainGo).join(' ')}]`;
  if (isJsonObject(value)) return `map[${sortedMembers(value, (name, member) => `${name}:${plainGo(member)}`).join(' ')}]`;
  return String(value);
}

/** A JSON value as Go's `%#v` prints it: `map[string]interface {}{"a":1}`, `[]interface {}{1, 2}`. */
export function goSyntax(value: unknown): string {
  if (value === null || value === undefined) return 'interface {}(nil)';
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  if (isJsonObject(value))
    return `map[string]interface {}{${sortedMembers(value, (name, member) => `${JSON.stringify(name)}:${goSyntax(member)}`).join(', ')}}`;
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

/** The type that Go's JSON decoder gives a value. */
export function goTypeOf(value: unknown): string {
  if (Array.isArray(value)) return '[]interface {}';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return isJsonObject(value) ? 'map[string]interface {}' : typeof value;
}

function sortedMembers(value: Readonly<Record<string, unknown>>, show: (name: string, member: unknown) => string): readonly string[] {
  return Object.keys(value)
    .sort()
    .map((name) => show(name, value[name]));
}
