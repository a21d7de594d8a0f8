import { CLUSTER_TEMPLATE_KIND, type TemplateKind, WORKFLOW_TEMPLATE_KIND } from '../../templates/template-kind.ts';
import { lintCommand } from '../../lint/lint-command.ts';

export const command = templateLint(WORKFLOW_TEMPLATE_KIND);
export const clusterCommand = templateLint(CLUSTER_TEMPLATE_KIND);

function templateLint(kind: TemplateKind) {
  return lintCommand({ kinds: [kind.type.kind], command: `${kind.noun} lint` });
}
