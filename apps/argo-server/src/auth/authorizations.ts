import type { IncomingHttpHeaders } from 'node:http';

const NAME = 'authorization';

/** What a request says about its caller: the header, else every cookie called `authorization`; browsers may send several, for several paths. */
export function authorizationsOf(headers: IncomingHttpHeaders): readonly string[] {
  if (headers.authorization) return [headers.authorization];
  return (headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${NAME}=`))
    .map((pair) => decoded(pair.slice(NAME.length + 1).replaceAll(/^"|"$/g, '')))
    .filter((value) => value !== '');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
