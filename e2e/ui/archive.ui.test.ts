import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postgresPrograms, type PostgresServer, startPostgres } from '../../libs/persistence/src/testing/postgres.ts';
import { output, type Provider, startProvider } from '../provider.ts';
import { postgresSetting, prepareArchive } from './archive.ts';
import { chromiumPath, openPage, startBrowser } from './browser.ts';
import { type RunningServer, startServer } from './server.ts';

const LONG = { timeout: 25_000 };

describe.skipIf(chromiumPath() === undefined)('the archive in the interface', () => {
  let browser: Browser;
  let provider: Provider;
  let postgres: PostgresServer | undefined;

  beforeAll(async () => {
    provider = startProvider();
    browser = await startBrowser();
    const programs = postgresPrograms();
    postgres = programs === undefined ? undefined : await startPostgres(programs);
  });

  afterAll(async () => {
    await browser?.close();
    provider?.stop();
    await postgres?.stop();
  });

  const engines = [
    { engine: 'SQLite', isThere: true, setting: () => ({ archive: true, sqlite: { path: path.join(provider.dataDir, 'kept.db') } }) },
    { engine: 'PostgreSQL', isThere: postgresPrograms() !== undefined, setting: () => postgresSetting(postgres as PostgresServer) },
  ];

  for (const { engine, isThere, setting } of engines)
    test.skipIf(!isThere)(`[10-008] [10-009] [10-023] in ${engine}: found in the list, opened, run again, deleted`, async () => {
      const namespace = `archive-${engine.toLowerCase()}`;
      await prepareArchive(provider, namespace, setting());
      const server: RunningServer = await startServer(provider, '--auth-mode', 'server', '--namespace', namespace);
      const { page, problems } = await openPage(browser);
      try {
        await page.goto(`${server.url}workflows/default?label=kept%3D1&limit=2`);
        await page.getByRole('link', { name: 'kept-01' }).waitFor(LONG);
        await page.getByRole('button', { name: 'Count all' }).click();
        await page.getByText('2 of 5').waitFor();
        await page.getByRole('button', { name: 'Next page' }).click();
        await page.getByRole('link', { name: 'kept-05' }).click();
        await page.getByText('Archived').first().waitFor(LONG);
        await page.locator('header').getByRole('button', { name: 'Resubmit' }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Resubmit', exact: true }).click();
        await page.waitForURL(/workflows\/default\/kept-05-/, LONG);
        await page.locator('header').getByText('Succeeded', { exact: true }).waitFor(LONG);
        output(provider.kubectl('delete', 'workflow', '--all'));
        await page.goto(`${server.url}workflows/default/kept-07?uid=uid-kept-07`);
        await page.locator('header').getByRole('button', { name: 'More' }).click(LONG);
        await page.getByRole('menuitem', { name: 'Delete' }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
        await page.goto(`${server.url}workflows/default?label=kept%3D1`);
        await page.getByRole('button', { name: 'Count all' }).click(LONG);
        await page.getByText('4 of 4').waitFor(LONG);
        expect(problems).toEqual([]);
      } finally {
        await page.context().close();
        await server.stop();
      }
    });
});
