import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { output, type Provider, repository, startProvider } from '../provider.ts';

// The article lies outside the repository; a clone that stands alone says so and skips.
const article = path.join(repository, '../shared/reference/article.md');
const manifests = fs.existsSync(article) ? workflowsPrintedIn(fs.readFileSync(article, 'utf8')) : [];
if (manifests.length === 0) console.warn(`skipped: ${article} is not there, so its manifests cannot be run as printed`);

let provider: Provider;
beforeAll(() => {
  provider = startProvider();
});
afterAll(() => provider.stop());

test.skipIf(manifests.length === 0)('the manifests of the article run as printed', () => {
  for (const manifest of manifests) {
    const name = output(provider.argoWithInput(manifest, 'submit', '-', '-o', 'name')).trim();
    expect(provider.argo('wait', name), manifest).toMatchObject({ status: 0 });
    expect(output(provider.argo('get', name)), manifest).toMatch(/^Status: +Succeeded$/m);
  }
});

function workflowsPrintedIn(markdown: string): string[] {
  const blocks = [...markdown.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].map((match) => match[1] ?? '');
  return blocks.filter((block) => /^kind: Workflow$/m.test(block) && /^ {2}entrypoint:/m.test(block));
}
