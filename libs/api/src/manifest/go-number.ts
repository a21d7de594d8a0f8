/**
 * A scalar as Go writes it where text is wanted. For `string` as sigs.k8s.io/yaml does (floats in the shortest of `%e` and `%f`), for
 * `anyString` as Argo does (never an exponent). Undefined: it is no scalar.
 */
export function goScalarText(value: unknown, target: 'string' | 'anyString'): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'bigint') return target === 'string' ? String(value) : plain(Number(value));
  if (typeof value !== 'number') return undefined;
  return target === 'string' && !Number.isInteger(value) ? shortest(value) : plain(value);
}

/** Go's format `g` with as many digits as needed: an exponent below -4 and from 6 on. */
function shortest(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < firstWithExponent) return plain(value);
  const sign = power < 0 ? '-' : '+';
  return `${mantissa}e${sign}${String(Math.abs(power)).padStart(2, '0')}`;
}

const firstWithExponent = 6;

/** All digits, no exponent. */
function plain(value: number): string {
  const text = String(value);
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (!match) return text;
  const [, sign = '', first = '', rest = '', exponent = '0'] = match;
  const digits = first + rest;
  const power = Number(exponent);
  if (power < 0) return `${sign}0.${'0'.repeat(-power - 1)}${digits}`;
  return sign + digits.padEnd(power + 1, '0');
}
