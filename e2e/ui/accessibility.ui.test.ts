import type { Workflow } from '@argosy/api';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { violationsOf } from './accessibility.ts';
import { builtInterface, chromiumPath, openPage, startBrowser, themes } from './browser.ts';
import { type FakeServer, startFakeServer } from './fake/fake-server.mjs';
import { recordedWorkflows } from './fake/recorded.mjs';

const named = (prefix: string): Workflow => recordedWorkflows().find(({ metadata }) => metadata.name?.startsWith(prefix)) as Workflow;
const failed = named('nightly-etl').metadata.name ?? '';
const waiting = named('release-train').metadata.name ?? '';

describe.skipIf(chromiumPath() === undefined)('[10-001] accessibility, WCAG 2.2 AA', () => {
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

  const open = async (path: string, options: Parameters<typeof openPage>[1] = {}): Promise<{ page: Page; problems: string[] }> => {
    const opened = await openPage(browser, options);
    await opened.page.goto(`${server.url}${path}`);
    await opened.page.waitForSelector('main, canvas', { timeout: 15_000 });
    return opened;
  };

  const pages = [
    'login',
    'workflows/default',
    `workflows/default/${failed}`,
    `workflows/default/${failed}?tab=timeline&nodeId=${failed}`,
    `workflows/default/${failed}?tab=table`,
    `workflows/default/${failed}?tab=summary`,
    `workflows/default/${waiting}?sidePanel=logs`,
    'workflow-templates/default',
    'cron-workflows/default',
    'approvals/default',
    'locks/default',
    'event-flow/default',
    'event-sources/default',
    'sensors/default',
    'cluster-workflow-templates',
    `widgets/workflow-graphs/default?name=${failed}`,
    `widgets/workflow-status-badges/default?name=${failed}`,
    `compare/default?a=${failed}&b=${waiting}`,
    'reports/default',
    'workflow-event-bindings/default',
    'userinfo',
    'apidocs',
    'plugins',
    'help',
    'workflows/default?sidePanel=submit-new-workflow',
    `workflows/default/${failed}?sidePanel=retry`,
  ];
  test.each(pages.flatMap((path) => themes.map((theme) => ({ path, theme }))))(
    'axe finds nothing on $path in $theme',
    async ({ path, theme }) => {
      const { page, problems } = await open(path, { theme });
      await page.waitForTimeout(400);
      expect(await violationsOf(page)).toEqual([]);
      expect(problems).toEqual([]);
      await page.context().close();
    },
  );
});
