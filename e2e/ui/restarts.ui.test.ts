import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { postgresPrograms, type PostgresServer, startPostgres } from '../../libs/persistence/src/testing/postgres.ts';
import { output, type Provider, repository, startProvider } from '../provider.ts';
import { postgresSetting, prepareArchive } from './archive.ts';
import { chromiumPath, openPage, startBrowser } from './browser.ts';
import { freePort, type RunningServer, startServer } from './server.ts';

const LONG = { timeout: 20_000 };
const NAMESPACE = 'with-archive';

describe.skipIf(chromiumPath() === undefined)('what a page shows when a server goes and comes back', () => {
  let browser: Browser;
  let provider: Provider;
  let apiPort: number;
  let server: RunningServer;
  let name: string;

  beforeAll(async () => {
    apiPort = await freePort();
    provider = startProvider('--port', String(apiPort));
    server = await startServer(provider, '--auth-mode', 'server');
    browser = await startBrowser();
    name = output(provider.argo('submit', path.join(repository, 'e2e/ui/manifests/long-running.yaml'), '-o', 'name'))
      .trim()
      .replace(/^.*\//, '');
  });

  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    provider?.stop();
  });

  const killApi = (): void => {
    const status = JSON.parse(output(provider.argo('local', 'status', '--data-dir', provider.dataDir, '-o', 'json')));
    process.kill((status as { readonly provider: { readonly pid: number } }).provider.pid, 'SIGKILL');
  };
  const startApi = (): void => {
    const place = ['--port', String(apiPort), '--data-dir', provider.dataDir, '--kubeconfig', provider.kubeconfig];
    output(provider.argo('local', 'up', '--detach', '--no-server', ...place));
  };
  const openLog = async (): Promise<Page> => {
    const { page } = await openPage(browser, { height: 1400 });
    await page.goto(`${server.url}workflows/default/${name}?sidePanel=logs`);
    await page.getByLabel('Pod', { exact: true }).selectOption({ label: 'tune(1:600)' }, LONG);
    await line(page, 2);
    return page;
  };
  const line = (page: Page, epoch: number): Promise<void> =>
    page
      .getByRole('log')
      .getByText(new RegExp(`epoch ${epoch} loss`))
      .waitFor(LONG);
  const epochs = async (page: Page): Promise<number[]> => {
    const lines = await page.getByRole('log').locator('[data-index]').allTextContents();
    return lines.map((text) => Number(/epoch (\d+)/.exec(text)?.[1]));
  };
  /** The log is read until some lines after the break have come: each line of them once, in order. */
  const expectWholeLog = async (page: Page): Promise<void> => {
    const last = (await epochs(page)).at(-1) ?? 0;
    await line(page, last + 4);
    const seen = await epochs(page);
    expect(seen).toEqual(seen.map((_, index) => (seen[0] ?? 0) + index));
  };
  const state = (page: Page, wanted: 'live' | 'reconnecting') => page.waitForSelector(`[data-state="${wanted}"]`, LONG);

  test('[10-023] [10-026] argo-server is killed: the page says so, goes on, and loses no line', async () => {
    const page = await openLog();
    await server.kill();
    await state(page, 'reconnecting');
    await server.start();
    await state(page, 'live');
    await expectWholeLog(page);
  });

  test('[10-012] [10-023] argo-server is killed: what happened meanwhile is in the list, and the selection stays', async () => {
    const { page } = await openPage(browser);
    await page.goto(`${server.url}workflows/default`);
    await page.getByLabel(`Select ${name}`).check(LONG);
    await state(page, 'live');
    await server.kill();
    await state(page, 'reconnecting');
    provider.kubectlWithInput(
      JSON.stringify({
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Workflow',
        metadata: { name: 'meanwhile' },
        spec: { entrypoint: 'main', templates: [{ name: 'main', suspend: {} }] },
      }),
      'create',
      '-f',
      '-',
    );
    await server.start();
    await state(page, 'live');
    await page.getByRole('link', { name: 'meanwhile' }).waitFor(LONG);
    expect(await page.getByLabel(`Select ${name}`).isChecked()).toBe(true);
  });

  test('[10-023] [10-026] the API server is killed: the page says so, goes on, and loses no line', async () => {
    const page = await openLog();
    killApi();
    await state(page, 'reconnecting');
    startApi();
    await state(page, 'live');
    await expectWholeLog(page);
  });

  test('[10-012] [10-023] the API server is killed: the list says that it is not live, and is once it is back', async () => {
    const { page } = await openPage(browser);
    await page.goto(`${server.url}workflows/default`);
    await state(page, 'live');
    await page.getByLabel(`Select ${name}`).waitFor(LONG);
    killApi();
    await state(page, 'reconnecting');
    await page.getByLabel(`Select ${name}`).waitFor();
    startApi();
    await state(page, 'live');
    provider.argo('resume', 'meanwhile');
    const row = page.locator('tr', { has: page.getByLabel('Select meanwhile') });
    await row.getByText('Succeeded').waitFor(LONG);
  });

  describe.skipIf(postgresPrograms() === undefined)('with an archive in PostgreSQL', () => {
    let database: PostgresServer;
    let archiving: RunningServer;

    beforeAll(async () => {
      database = await startPostgres(postgresPrograms() as string);
      await prepareArchive(provider, NAMESPACE, postgresSetting(database));
      archiving = await startServer(provider, '--auth-mode', 'server', '--namespace', NAMESPACE);
    });

    afterAll(async () => {
      await archiving?.stop();
      await database?.stop();
    });

    test('[10-005] [10-023] the database is killed: the page says so, keeps its rows, and goes on with the next page', async () => {
      const { page } = await openPage(browser);
      await page.goto(`${archiving.url}workflows/default?limit=5`);
      await page.getByRole('link', { name: 'kept-00' }).waitFor(LONG);
      await database.kill();
      await page.getByRole('button', { name: 'Next page' }).click();
      await page.getByRole('alert').waitFor(LONG);
      await database.start();
      await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click();
      await page.getByRole('link', { name: 'kept-04' }).waitFor(LONG);
      await page.getByRole('alert').waitFor({ state: 'detached' });
    });
  });
});
