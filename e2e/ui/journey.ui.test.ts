import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { output, type Provider, repository, startProvider } from '../provider.ts';
import { chromiumPath, openPage, startBrowser } from './browser.ts';
import { type RunningServer, startServer } from './server.ts';

const manifest = (name: string): string => path.join(repository, 'e2e/ui/manifests', `${name}.yaml`);
const LONG = { timeout: 45_000 };

describe.skipIf(chromiumPath() === undefined)('the interface in a browser, on argo-server and the embedded provider', () => {
  let browser: Browser;
  let provider: Provider;
  let server: RunningServer;

  beforeAll(async () => {
    provider = startProvider();
    server = await startServer(provider, '--auth-mode', 'server', '--namespace', 'argo');
    browser = await startBrowser();
    for (const name of ['report-template', 'word-count']) output(provider.kubectl('apply', '-f', manifest(name)));
  });

  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    provider?.stop();
  });

  const open = async (to: string): Promise<{ page: Page; problems: string[] }> => {
    const opened = await openPage(browser);
    await opened.page.goto(`${server.url}${to}`);
    return opened;
  };
  const submit = (name: string): string =>
    output(provider.argo('submit', manifest(name), '-o', 'name'))
      .trim()
      .replace(/^.*\//, '');
  const phase = (page: Page, text: string) => page.locator('header').getByText(text, { exact: true }).first();

  test('[10-003] a token is asked for where the server wants one, and leads back to the page', async () => {
    const strict = await startServer(provider, '--auth-mode', 'client');
    try {
      const token = `Bearer ${output(provider.kubectl('create', 'token', 'default')).trim()}`;
      const { page } = await openPage(browser);
      await page.goto(`${strict.url}userinfo`);
      await page.waitForURL(/login\?redirect=%2Fuserinfo/, LONG);
      await page.getByLabel('Token').fill(token);
      await page.getByRole('button', { name: 'Log in', exact: true }).click();
      await page.getByText('system:serviceaccount:default:default').waitFor(LONG);
    } finally {
      await strict.stop();
    }
  });

  test('[10-011] [10-031] a template is submitted from its form, runs live to its end, and its log is there', async () => {
    const { page, problems } = await open('workflow-templates/default/sales-report');
    await page.getByRole('button', { name: 'Submit' }).click(LONG);
    await page.getByLabel('region').selectOption('apac');
    await page.getByLabel('days').fill('12');
    await page.getByRole('dialog').getByRole('button', { name: 'Submit', exact: true }).click();
    await page.waitForURL(/workflows\/default\/sales-report-/, LONG);
    await phase(page, 'Succeeded').waitFor(LONG);
    await page.getByRole('button', { name: 'Logs', exact: true }).first().click();
    await page.getByText('report apac 12').waitFor(LONG);
    expect(problems).toEqual([]);
  });

  test('[8-049] [10-031] a file is uploaded in the form, and the workflow reads it', async () => {
    const { page, problems } = await open('workflow-templates/default/word-count');
    await page.getByRole('button', { name: 'Submit' }).click(LONG);
    await page.getByRole('dialog').getByRole('button', { name: 'Submit', exact: true }).click();
    await page.getByText('Required').waitFor();
    await page.getByLabel('text').setInputFiles({ name: 'poem.txt', mimeType: 'text/plain', buffer: Buffer.from('three words here') });
    await page.getByText('Uploaded poem.txt').waitFor(LONG);
    await page.getByRole('dialog').getByRole('button', { name: 'Submit', exact: true }).click();
    await page.waitForURL(/workflows\/default\/word-count-/, LONG);
    await phase(page, 'Succeeded').waitFor(LONG);
    await page.getByRole('button', { name: 'Logs', exact: true }).first().click();
    await page.getByText('words: 3').waitFor(LONG);
    expect(problems).toEqual([]);
  });

  test('[10-032] a manifest with a mistake is marked while it is written, and submitted once it is mended', async () => {
    const { page } = await open('workflows/default?sidePanel=submit-new-workflow');
    const editor = page.getByRole('textbox', { name: /Manifest/ });
    await editor.waitFor(LONG);
    await editor.click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(
      'metadata:\n  generateName: typed-\nspec:\n  entrypoint: missing\n  templates:\n  - name: main\n    container:\n      image: busybox\n      command: [echo, hi]\n',
    );
    await page.locator('.cm-lint-marker-error').waitFor(LONG);
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(
      'metadata:\n  generateName: typed-\nspec:\n  entrypoint: main\n  templates:\n  - name: main\n    container:\n      image: busybox\n      command: [echo, hi]\n',
    );
    await page.locator('.cm-lint-marker-error').waitFor({ state: 'detached', ...LONG });
    await page.getByRole('dialog').getByRole('button', { name: 'Submit', exact: true }).click();
    await page.waitForURL(/workflows\/default\/typed-/, LONG);
    await phase(page, 'Succeeded').waitFor(LONG);
  });

  test('[10-015] [10-024] a failed run tells why and is retried', async () => {
    const name = submit('nightly-etl');
    const { page } = await open(`workflows/default/${name}`);
    await page.getByRole('region', { name: 'Failure' }).getByText('exit code 137').waitFor(LONG);
    await page.locator('header').getByRole('button', { name: 'Retry' }).click();
    await page.getByText(/1 steps run again/).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Retry', exact: true }).click();
    await page.getByText(`Retried ${name}`).waitFor(LONG);
    await phase(page, 'Running').waitFor(LONG);
  });

  test('[10-020] a step that waits is approved with a choice', async () => {
    const name = submit('release-train');
    const { page } = await open('approvals/default');
    const card = page.locator('section', { hasText: name });
    await card.getByLabel('answer').selectOption('YES', LONG);
    await card.getByRole('button', { name: 'Resume' }).click();
    await card.waitFor({ state: 'detached', ...LONG });
    await page.goto(`${server.url}workflows/default/${name}?tab=table`);
    await phase(page, 'Succeeded').waitFor(LONG);
    await page.goto(`${server.url}workflows/default/${name}?sidePanel=logs`);
    await page.getByText('deploying, answer YES').waitFor(LONG);
  });

  test('[10-030] a cron workflow shows when it runs next, and is suspended and resumed', async () => {
    const { page, problems } = await open('cron-workflows/default/hourly-report');
    await page.getByText('At 06:30, Monday through Friday').waitFor(LONG);
    await page.getByRole('button', { name: 'Suspend' }).click();
    await page.getByText('Suspended hourly-report').waitFor();
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByText('Resumed hourly-report').waitFor();
    expect(problems).toEqual([]);
  });

  test('[10-022] an artifact can be downloaded', async () => {
    const name =
      output(provider.argo('submit', '--wait', path.join(repository, 'examples/artifact-passing.yaml'), '-o', 'name'))
        .trim()
        .split('\n')
        .at(-1)
        ?.replace(/^.*\//, '') ?? '';
    const { page } = await open(`workflows/default/${name}?tab=summary`);
    const link = page.getByRole('link', { name: 'Download' }).first();
    await link.waitFor(LONG);
    const answer = await page.request.get(new URL((await link.getAttribute('href')) ?? '', server.url).toString());
    expect(answer.status()).toBe(200);
    expect((await answer.body()).length).toBeGreaterThan(0);
  });

  test.each([
    'workflows/default',
    'workflow-templates/default',
    'cluster-workflow-templates',
    'cron-workflows/default',
    'event-flow/default',
    'event-sources/default',
    'sensors/default',
    'workflow-event-bindings/default',
    'reports/default',
    'userinfo',
    'apidocs',
    'plugins',
    'help',
    'approvals/default',
    'locks/default',
    'compare/default',
  ])('[10-001] [10-002] [10-037] %s opens from its address', async (address) => {
    const { page, problems } = await open(address);
    await page.getByRole('heading', { level: 1 }).waitFor(LONG);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).not.toBe('');
    expect(problems).toEqual([]);
  });

  test('[10-018] everything by keyboard: find, open, walk, leave', async () => {
    const name = submit('weekly-etl');
    const { page, problems } = await open('workflows/default');
    await page.getByRole('link', { name: 'Weekly ETL of orders' }).first().waitFor(LONG);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search or do' }).waitFor();
    await page.keyboard.type(name);
    await page
      .getByRole('option', { name: new RegExp(name) })
      .first()
      .waitFor(LONG);
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(name));
    await page.getByRole('tree').focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('complementary', { name: 'Step extract' }).waitFor(LONG);
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.keyboard.press('w');
    await page.waitForURL(/workflows\/default$/);
    expect(problems).toEqual([]);
  });
});
