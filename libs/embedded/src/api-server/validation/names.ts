/** What makes a name unusable; undefined for a good one. */
export type NameRule = (name: string) => string | undefined;

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const labelPattern = new RegExp(`^${label}$`);
const subdomainPattern = new RegExp(`^${label}(\\.${label})*$`);
const qualifiedPattern = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

const labelMessage =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character " +
  "(e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const subdomainMessage =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character " +
  "(e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const qualifiedMessage =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character " +
  "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const labelValueMessage =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character " +
  "(e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

/** A DNS label: namespaces, containers, volumes. */
export const dnsLabel: NameRule = (name) => {
  if (name.length > 63) return 'must be no more than 63 characters';
  return labelPattern.test(name) ? undefined : labelMessage;
};

/** A DNS subdomain: most objects. */
export const dnsSubdomain: NameRule = (name) => {
  if (name.length > 253) return 'must be no more than 253 characters';
  return subdomainPattern.test(name) ? undefined : subdomainMessage;
};

/** Anything that can stand in a path: RBAC objects. */
export const pathSegment: NameRule = (name) => {
  if (name === '.' || name === '..') return `may not be '${name}'`;
  if (name.includes('/')) return "may not contain '/'";
  return name.includes('%') ? "may not contain '%'" : undefined;
};

/** A label or annotation key: `[prefix/]name`. */
export const qualifiedName: NameRule = (key) => {
  const parts = key.split('/');
  if (parts.length > 2)
    return "a qualified name must consist of a name part with an optional DNS subdomain prefix (e.g. 'example.com/MyName')";
  const [name = '', prefix] = parts.toReversed();
  if (prefix === '') return 'prefix part must be non-empty';
  const prefixProblem = prefix === undefined ? undefined : dnsSubdomain(prefix);
  return prefixProblem ? `prefix part ${prefixProblem}` : namePart(name);
};

const namePart: NameRule = (name) => {
  if (name === '') return 'name part must be non-empty';
  if (name.length > 63) return 'name part must be no more than 63 characters';
  return qualifiedPattern.test(name) ? undefined : qualifiedMessage;
};

/** A label's value. */
export const labelValue: NameRule = (value) => {
  if (value.length > 63) return 'must be no more than 63 characters';
  return value === '' || qualifiedPattern.test(value) ? undefined : labelValueMessage;
};
