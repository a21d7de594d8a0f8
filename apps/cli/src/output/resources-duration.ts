/** What one unit of a resource is: durations are counted per CPU and per 100Mi of memory. */
const UNIT: Readonly<Record<string, string>> = { cpu: '1', memory: '100Mi', storage: '10Gi', 'ephemeral-storage': '10Gi' };

/** `3s*(1 cpu),12s*(100Mi memory)`, in the order of the resources' names. */
export function resourcesDurationText(durations: Readonly<Record<string, number>> | undefined): string {
  return Object.entries(durations ?? {})
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([resource, seconds]) => `${goSeconds(Number(seconds))}*(${UNIT[resource] ?? '1'} ${resource})`)
    .join(',');
}

/** Whole seconds as Go prints a duration: `3s`, `1m5s`, `2h0m0s`. */
function goSeconds(total: number): string {
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  if (hours > 0) return `${hours}h${minutes}m${total % 60}s`;
  return minutes > 0 ? `${minutes}m${total % 60}s` : `${total}s`;
}
