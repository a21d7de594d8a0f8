import { defineCommand } from '../../command.ts';
import { CliFailure } from '../../failure.ts';
import { text } from '../../flags.ts';
import { OBJECT_FORMATS, objectAsData, objectHeader } from '../../output/object-text.ts';
import {
  type AnyTemplate,
  CLUSTER_TEMPLATE_KIND,
  placeOf,
  type TemplateKind,
  WORKFLOW_TEMPLATE_KIND,
} from '../../templates/template-kind.ts';

export interface TemplateGetOptions {
  readonly names: readonly string[];
  readonly output: string;
}

export const command = templateGet(WORKFLOW_TEMPLATE_KIND);
export const clusterCommand = templateGet(CLUSTER_TEMPLATE_KIND);

function templateGet(kind: TemplateKind) {
  return defineCommand<TemplateGetOptions>({
    usage: 'TEMPLATE...',
    examples: [
      { about: `Show a ${kind.title}`, command: `argo ${kind.noun} get my-template` },
      { about: 'With all that is in it', command: `argo ${kind.noun} get my-template -o yaml` },
    ],
    flags: [text('-o, --output <format>', 'output format', OBJECT_FORMATS)],
    parse: ({ args, flags }) => {
      if (args.length === 0)
        throw new CliFailure(`the name of a ${kind.title} is expected`, { hint: `\`argo ${kind.noun} list\` shows them` });
      return { names: args, output: flags.text('output') };
    },
    run: async (context, { names, output }) => {
      const { client, namespace } = await context.connect();
      for (const name of names) {
        const template = await client.get<AnyTemplate>(kind.type, placeOf(kind, name, namespace));
        context.io.out((await objectAsData(template, output)) ?? objectHeader(template, context.clock.now()));
      }
      return 0;
    },
  });
}
