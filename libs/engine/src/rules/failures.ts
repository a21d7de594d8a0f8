import type { Draft } from '../draft.ts';
import { podName } from '../execute/prepare-template.ts';
import { isFailed } from '../nodes/phases.ts';

/** The failed nodes as a JSON list in a JSON string, `null` when there are none (acceptance 3-034, 13-151). */
export function failuresOf(draft: Draft): string {
  const failures = draft
    .nodes()
    .filter((node) => isFailed(node))
    .map((node) => ({
      displayName: node.displayName,
      message: node.message ?? '',
      templateName: node.templateName ?? '',
      phase: node.phase,
      podName:
        node.type === 'Pod'
          ? podName(
              draft,
              { holder: { template: node.templateName, templateRef: node.templateRef } } as Parameters<typeof podName>[1],
              node.name,
            )
          : '',
      finishedAt: node.finishedAt,
    }));
  return failures.length === 0 ? 'null' : JSON.stringify(JSON.stringify(failures));
}
