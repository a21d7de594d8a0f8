import { defineCommand } from '../../command.ts';
import { text, toggle } from '../../flags.ts';
import { listAll } from '../../backend/list-all.ts';
import { tabulate } from '../../output/tabulate.ts';
import { type AnyTemplate, CLUSTER_TEMPLATE_KIND, type TemplateKind, WORKFLOW_TEMPLATE_KIND } from '../../templates/template-kind.ts';

export interface TemplateListOptions {
  readonly allNamespaces: boolean;
  readonly labels: string;
  readonly output: string;
}

export const command = templateList(WORKFLOW_TEMPLATE_KIND);
export const clusterCommand = templateList(CLUSTER_TEMPLATE_KIND);

function templateList(kind: TemplateKind) {
  return defineCommand<TemplateListOptions>({
    usage: '',
    examples: [
      { about: `List ${kind.title}s`, command: `argo ${kind.noun} list` },
      { about: 'Names only', command: `argo ${kind.noun} list -o name` },
    ],
    flags: [
      ...(kind.type.namespaced ? [toggle('-A, --all-namespaces', 'of all namespaces')] : []),
      text('-l, --selector <labels>', 'only those with these labels'),
      text('-o, --output <format>', 'output format', ['name', 'wide', 'json', 'yaml']),
    ],
    parse: ({ flags }) => ({
      allNamespaces: flags.on('allNamespaces'),
      labels: flags.text('selector').trim(),
      output: flags.text('output'),
    }),
    run: async (context, { allNamespaces, labels, output }) => {
      const { client, namespace } = await context.connect();
      const scope = kind.type.namespaced && !allNamespaces ? { namespace } : {};
      const templates = await listAll<AnyTemplate>(client, kind.type, { ...scope, ...(labels !== '' && { labelSelector: labels }) });
      context.io.out(await listText(templates, { output, allNamespaces }));
      return 0;
    },
  });
}

async function listText(
  templates: readonly AnyTemplate[],
  { output, allNamespaces }: Pick<TemplateListOptions, 'output' | 'allNamespaces'>,
): Promise<string> {
  if (output === 'name') return templates.map(({ metadata }) => `${metadata.name}\n`).join('');
  if (output === 'json') return `${JSON.stringify(templates, null, 2)}\n`;
  if (output === 'yaml') return (await import('../../output/yaml-text.ts')).yamlText(templates);
  const rows = templates.map(({ metadata }) =>
    allNamespaces ? `${metadata.namespace ?? ''}\t${metadata.name ?? ''}` : (metadata.name ?? ''),
  );
  return `${tabulate([allNamespaces ? 'NAMESPACE\tNAME' : 'NAME', ...rows].join('\n'), 3)}\n`;
}
