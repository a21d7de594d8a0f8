const units: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
  Ti: 1024 ** 4,
  m: 1e-3,
};

/** Bytes of a memory quantity such as `64Mi`; undefined when it is none. */
export function memoryBytes(quantity: string | number | undefined): number | undefined {
  const match = /^([\d.]+(?:e\d+)?)([a-zA-Z]*)$/.exec(String(quantity ?? ''));
  const unit = match ? units[match[2] ?? ''] : undefined;
  return match && unit !== undefined ? Math.floor(Number(match[1]) * unit) : undefined;
}
