import { preferences } from '../app/preferences.ts';
import type { Message } from './zh/index.ts';

export type Values = Readonly<Record<string, string | number>>;

let dictionary: Readonly<Record<string, string>> | undefined;

/** The text in the chosen language; English texts are their own keys. `{name}` is replaced by the value of that name. */
export function t(message: Message, values?: Values): string {
  const text = dictionary?.[message] ?? message;
  return values === undefined ? text : text.replace(/\{(\w+)\}/g, (tag, name: string) => String(values[name] ?? tag));
}

/** Loads the chosen language; English needs nothing. */
export async function loadLanguage(): Promise<void> {
  dictionary = preferences().locale === 'zh' ? (await import('./zh/index.ts')).zh : undefined;
}
