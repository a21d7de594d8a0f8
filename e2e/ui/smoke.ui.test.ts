import { describe, expect, test } from 'vitest';
import { chromiumPath } from './browser.ts';
import { failed, useRecordedInterface, waiting } from './recorded-interface.ts';

describe.skipIf(chromiumPath() === undefined)('the interface in a browser, on recorded workflows', () => {
  const recorded = useRecordedInterface();
  const { open } = recorded;

  test('[10-002] an unknown address below the base path shows the workflows', async () => {
    const { page, problems } = await open('timeline');
    await page.waitForURL(/\/argo\/workflows\//);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Workflows');
    expect(problems).toEqual([]);
  });

  test('[10-007] [10-012] the list shows rows, and one more as soon as it is submitted', async () => {
    const { page, problems } = await open('workflows/default');
    await page
      .getByRole('link', { name: failed })
      .or(page.getByRole('link', { name: 'Nightly ETL of orders' }))
      .first()
      .waitFor();
    await page.waitForSelector('[data-state="live"]');
    recorded.server.put({
      metadata: { name: 'brand-new', namespace: 'default', uid: 'n1', creationTimestamp: new Date().toISOString() },
      spec: {},
      status: { phase: 'Running', startedAt: new Date().toISOString() },
    });
    await page.getByRole('link', { name: 'brand-new' }).waitFor();
    recorded.server.remove({ metadata: { name: 'brand-new', namespace: 'default', uid: 'n1' }, spec: {} });
    await page.getByRole('link', { name: 'brand-new' }).waitFor({ state: 'detached' });
    expect(problems).toEqual([]);
  });

  test('[10-008] phases and labels of the address are asked for and shown', async () => {
    const { page } = await open('workflows/default?phase=Failed&phase=Error&label=team%3Ddata');
    await page.getByRole('button', { name: /^Failed/, pressed: true }).waitFor();
    await page.getByRole('button', { name: /^Error/, pressed: true }).waitFor();
    await page.getByText('team: data').waitFor();
    expect(new URL(page.url()).searchParams.getAll('phase')).toEqual(['Failed', 'Error']);
    expect(await page.locator('tbody tr').count()).toBe(1);
  });

  test('[10-010] several workflows are deleted, with a result for each', async () => {
    const { page } = await open('workflows/default');
    for (const name of ['to-go-1', 'to-go-2'])
      recorded.server.put({
        metadata: { name, namespace: 'default', uid: name, creationTimestamp: new Date().toISOString() },
        spec: {},
        status: { phase: 'Failed' },
      });
    for (const name of ['to-go-1', 'to-go-2']) await page.getByLabel(`Select ${name}`).check();
    await page.getByRole('toolbar', { name: 'Selected workflows' }).getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('2 of 2 done, 0 failed').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
    await page.getByRole('link', { name: 'to-go-1' }).waitFor({ state: 'detached' });
  });

  test('[10-018] [10-019] a failed run says why; its failing step is one key away', async () => {
    const { page, problems } = await open(`workflows/default/${failed}`);
    await page.getByRole('region', { name: 'Failure' }).getByText('exit code 137').waitFor();
    await page.keyboard.press('e');
    await page.getByRole('complementary', { name: /^Step load\(17/ }).waitFor();
    expect(new URL(page.url()).searchParams.get('nodeId')).toContain(failed);
    await page.keyboard.press('Escape');
    await page.getByRole('complementary', { name: /^Step/ }).waitFor({ state: 'detached' });
    expect(problems).toEqual([]);
  });

  test('[10-016] [10-025] tabs and panels are in the address, and the keys 1 to 5 change them', async () => {
    const { page, problems } = await open(`workflows/default/${failed}?tab=table&nodeId=${failed}&nodePanelView=yaml`);
    await page.getByRole('treegrid', { name: 'Steps' }).waitFor();
    await page.getByRole('tab', { name: 'YAML', selected: true }).waitFor();
    for (const [key, tab] of [
      ['2', 'Timeline'],
      ['4', 'Events'],
      ['5', 'Summary'],
      ['1', 'Graph'],
    ] as const) {
      await page.keyboard.press(key);
      await page.getByRole('tab', { name: tab, selected: true }).first().waitFor();
    }
    expect(problems).toEqual([]);
  });

  test('the graph is walked by keys and told to screen readers', async () => {
    const { page } = await open(`workflows/default/${failed}`);
    const graph = page.getByRole('tree');
    await graph.focus();
    await graph.press('ArrowRight');
    await graph.press('ArrowRight');
    const active = await graph.getAttribute('aria-activedescendant');
    expect(await page.locator(`#${active ?? 'none'}`).textContent()).toMatch(/: (Failed|Succeeded|Omitted)/);
  });

  test('[10-023] a stream that breaks says so, resumes, and keeps the selection', async () => {
    const { page } = await open(`workflows/default/${waiting}?nodeId=${waiting}`);
    await page.waitForSelector('[data-state="live"]');
    recorded.server.dropStreams();
    await page.waitForSelector('[data-state="reconnecting"]');
    await page.waitForSelector('[data-state="live"]', { timeout: 10_000 });
    await page.getByRole('complementary', { name: `Step ${waiting}` }).waitFor();
  });

  test('dark and light follow the system, and a choice stays', async () => {
    const { page } = await open('help', { theme: 'dark' });
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
    await page.keyboard.press('t');
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('light');
    await page.reload();
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('light');
  });

  test('the command palette goes to a workflow', async () => {
    const { page } = await open('workflows/default');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search or do' }).fill('nightly');
    await page.getByRole('option', { name: new RegExp(failed) }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(failed));
  });

  test.each(['workflows/default', `workflows/default/${failed}`])('%s fits a phone', async (path) => {
    const { page } = await open(path, { width: 390, height: 800 });
    await page.waitForTimeout(300);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    expect((await page.locator('main').boundingBox())?.width).toBe(390);
    expect((await page.locator('main').boundingBox())?.y).toBeGreaterThanOrEqual(
      (await page.locator('header').first().boundingBox())?.height ?? 0,
    );
  });
});
