import type { Workflow } from '@argosy/api';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { builtInterface, openPage, startBrowser } from './browser.ts';
import { type FakeServer, startFakeServer } from './fake/fake-server.mjs';
import { recordedWorkflows } from './fake/recorded.mjs';

/** Names of two of the recorded workflows. */
export const failed = named('nightly-etl');
export const waiting = named('release-train');

function named(prefix: string): string {
  const found = recordedWorkflows().find(({ metadata }: Workflow) => metadata.name?.startsWith(prefix));
  if (!found) throw new Error(`no recorded workflow begins with ${prefix}`);
  return found.metadata.name ?? '';
}

export interface RecordedInterface {
  readonly server: FakeServer;
  /** Opens a path below the base path and waits until the page has drawn `selector`. */
  open(path: string, options?: Parameters<typeof openPage>[1], selector?: string): Promise<{ page: Page; problems: string[] }>;
}

/** The interface on recorded workflows in a browser, for the tests of the surrounding `describe`; pages are closed after each of them. */
export function useRecordedInterface(): RecordedInterface {
  let browser: Browser;
  let server: FakeServer;

  beforeAll(async () => {
    browser = await startBrowser();
    server = await startFakeServer({ ui: builtInterface, workflows: recordedWorkflows(), templates: [], logs: {}, base: '/argo/' });
  });

  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });

  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  return {
    get server() {
      return server;
    },
    async open(path, options = {}, selector = 'main') {
      const opened = await openPage(browser, options);
      await opened.page.goto(`${server.url}${path}`);
      await opened.page.waitForSelector(selector, { timeout: 15_000 });
      return opened;
    },
  };
}
