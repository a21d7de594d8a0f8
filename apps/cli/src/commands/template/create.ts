import { defineCommand } from '../../command.ts';
import { CliFailure } from '../../failure.ts';
import { text, toggleOn } from '../../flags.ts';
import { OBJECT_FORMATS } from '../../output/object-text.ts';
import { CLUSTER_TEMPLATE_KIND, type TemplateKind, WORKFLOW_TEMPLATE_KIND } from '../../templates/template-kind.ts';
import { writeTemplates, type WriteTemplatesOptions } from '../../templates/write-templates.ts';

export const command = templateCreate(WORKFLOW_TEMPLATE_KIND);
export const clusterCommand = templateCreate(CLUSTER_TEMPLATE_KIND);

function templateCreate(kind: TemplateKind) {
  return defineCommand<WriteTemplatesOptions>({
    usage: 'FILE...|DIR...|-|URL',
    about: 'All documents are checked before any is written.',
    examples: [
      { about: `Create the ${kind.title}s of a file`, command: `argo ${kind.noun} create templates.yaml` },
      { about: 'Of all files of a folder', command: `argo ${kind.noun} create templates/` },
    ],
    flags: [toggleOn('--strict', 'unknown fields are errors'), text('-o, --output <format>', 'output format', OBJECT_FORMATS)],
    parse: ({ args, flags }) => {
      if (args.length === 0)
        throw new CliFailure('at least one file is expected', { hint: `\`argo ${kind.noun} create FILE\`, or - for standard input` });
      return { places: args, strict: flags.on('strict'), output: flags.text('output'), mode: 'create' };
    },
    run: async (context, options) => {
      await writeTemplates(context, kind, options);
      return 0;
    },
  });
}
