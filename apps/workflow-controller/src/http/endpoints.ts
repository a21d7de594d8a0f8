import type { Server } from 'node:http';
import { realTimers } from '@argosy/kube';
import type { Logger } from '@argosy/std';
import type { Metrics } from '@argosy/telemetry';
import type { Config } from '../config.ts';
import type { Controller } from '../controller.ts';
import type { MetricsSettings, Settings } from '../settings/settings.ts';
import type { SettingsSource } from '../settings/settings-source.ts';
import { healthCheck } from './health.ts';
import { profilePages } from './profiles.ts';
import { type Page, serve } from './serve.ts';

export interface EndpointsInput {
  readonly config: Config;
  readonly controller: Controller;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly settings: SettingsSource;
  isLeader(): boolean;
}

/** Serves health, metrics and profiles; the ports and paths of metrics follow the settings. Resolves to what closes all of it. */
export async function openEndpoints(input: EndpointsInput): Promise<() => void> {
  const { metrics, settings, isLeader } = input;
  metrics.beforeRender(() => metrics.set('argo_workflows_is_leader', {}, isLeader() ? 1 : 0));
  const health = await openHealth(input);
  let open = new Map<number, OpenPage>();
  const follow = async (current: Settings): Promise<void> => {
    open = await reopen(input, open, wantedPages(input.config, current));
  };
  await follow(settings.current());
  // One after the other: a port is free only when its last server is closed.
  let last = Promise.resolve();
  settings.onChange((current) => {
    last = last.then(() => follow(current));
  });
  return () => {
    health?.close();
    for (const { server } of open.values()) server?.close();
  };
}

interface OpenPage {
  readonly path: string;
  readonly server: Server | undefined;
}

/** Path by port. Two endpoints on one port are one: Argo writes metrics and telemetry to the same place by default. */
function wantedPages({ metricsPort }: Config, { metrics, telemetry }: Settings): ReadonlyMap<number, string> {
  const pages = new Map<number, string>();
  const want = ({ enabled, path, port = metricsPort }: MetricsSettings): void => {
    if (enabled && metricsPort !== undefined && port !== undefined) pages.set(port, path);
  };
  want(telemetry);
  want(metrics);
  return pages;
}

async function reopen(
  { metrics, logger }: EndpointsInput,
  open: ReadonlyMap<number, OpenPage>,
  wanted: ReadonlyMap<number, string>,
): Promise<Map<number, OpenPage>> {
  const next = new Map<number, OpenPage>();
  for (const [port, page] of open) {
    if (wanted.get(port) === page.path) next.set(port, page);
    else await closed(page.server);
  }
  for (const [port, path] of wanted) {
    if (next.has(port)) continue;
    next.set(port, { path, server: await serve({ name: 'metrics', port, pages: { [path]: () => metricsPage(metrics) }, logger }) });
  }
  return next;
}

function closed(server: Server | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (server === undefined) return resolve();
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function metricsPage(metrics: Metrics): Promise<Page> {
  const { contentType, text } = await metrics.render();
  return { code: 200, contentType, text };
}

function openHealth({ config, controller, logger, isLeader }: EndpointsInput): Promise<Server | undefined> {
  if (config.healthPort === undefined) return Promise.resolve(undefined);
  const { store } = controller.caches.workflows;
  const health = healthCheck({ workflows: store, clock: realTimers, age: config.healthAge, isLeader });
  const readiness = (): Page =>
    controller.isReady || !isLeader() ? { code: 200, text: 'ok' } : { code: 503, text: 'the caches are not filled yet' };
  const pages = { '/healthz': health, '/readyz': readiness, ...(config.profiles ? profilePages() : {}) };
  return serve({ name: 'health', port: config.healthPort, pages, logger });
}
