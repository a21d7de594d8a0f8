/** The part of the selector language that the controller uses: `a`, `!a`, `a=b`, `a!=b`, joined by commas. */
export function matchesSelector(labels: Readonly<Record<string, string>>, selector: string | undefined): boolean {
  return (selector ?? '')
    .split(',')
    .filter(Boolean)
    .every((term) => matchesTerm(labels, term));
}

function matchesTerm(labels: Readonly<Record<string, string>>, term: string): boolean {
  const [, name = '', operator, value] = /^([^!=]*)(!=|=)(.*)$/.exec(term) ?? [];
  if (operator === '=') return labels[name] === value;
  if (operator === '!=') return labels[name] !== value;
  return term.startsWith('!') ? labels[term.slice(1)] === undefined : labels[term] !== undefined;
}
