import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Metrics } from './metrics.ts';

const quantiles = { '0.5': 50, '0.99': 99, '1': 100 } as const;
const RESOLUTION = 20;

/** Shows how late timers fired since metrics were asked for last. Returns what ends the measurement. */
export function showEventLoopLag(metrics: Metrics): () => void {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION });
  delays.enable();
  metrics.beforeRender(() => {
    for (const [quantile, percentile] of Object.entries(quantiles)) {
      // The histogram holds intervals between two ticks of the timer, so its own resolution is no lag.
      const lag = delays.percentile(percentile) / 1e9 - RESOLUTION / 1e3;
      metrics.set('argosy_event_loop_lag_seconds', { quantile }, Math.max(0, Number.isFinite(lag) ? lag : 0));
    }
    delays.reset();
  });
  return () => delays.disable();
}
