const suffixes: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** A Kubernetes quantity (`100m`, `1.5Gi`, `1e3`) as a number; NaN for anything else. */
export function parseQuantity(value: unknown): number {
  if (typeof value === 'number') return value;
  const match = /^([+-]?\d*\.?\d+(?:[eE][+-]?\d+)?)([numkMGTPE]|[KMGTPE]i)?$/.exec(String(value).trim());
  if (!match) return Number.NaN;
  return Number(match[1]) * (suffixes[match[2] ?? ''] ?? Number.NaN);
}

/** A number as a quantity: thousandths of a cpu, else whole units. */
export function formatQuantity(value: number, resource: string): string {
  if (resource.endsWith('cpu') && !Number.isInteger(value)) return `${Math.round(value * 1000)}m`;
  const unit = ['Ei', 'Pi', 'Ti', 'Gi', 'Mi', 'Ki'].find(
    (suffix) => resource.endsWith('memory') && value > 0 && value % (suffixes[suffix] ?? 1) === 0,
  );
  return unit ? `${value / (suffixes[unit] ?? 1)}${unit}` : String(value);
}
