import { describe, expect, test } from 'vitest';
import { violationsOf } from './accessibility.ts';
import { chromiumPath, themes } from './browser.ts';
import { failed, useRecordedInterface, waiting } from './recorded-interface.ts';

describe.skipIf(chromiumPath() === undefined)('[10-001] accessibility, WCAG 2.2 AA', () => {
  const { open } = useRecordedInterface();

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
      const { page, problems } = await open(path, { theme }, 'main, canvas');
      await page.waitForTimeout(400);
      expect(await violationsOf(page)).toEqual([]);
      expect(problems).toEqual([]);
      await page.context().close();
    },
  );
});
