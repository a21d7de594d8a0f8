import { defineCommand } from '../../command.ts';
import { CliFailure } from '../../failure.ts';
import { toggle } from '../../flags.ts';
import { listAll } from '../../backend/list-all.ts';
import {
  type AnyTemplate,
  CLUSTER_TEMPLATE_KIND,
  placeOf,
  type TemplateKind,
  WORKFLOW_TEMPLATE_KIND,
} from '../../templates/template-kind.ts';

export interface TemplateDeleteOptions {
  readonly names: readonly string[];
  readonly all: boolean;
}

export const command = templateDelete(WORKFLOW_TEMPLATE_KIND);
export const clusterCommand = templateDelete(CLUSTER_TEMPLATE_KIND);

function templateDelete(kind: TemplateKind) {
  return defineCommand<TemplateDeleteOptions>({
    usage: '[TEMPLATE...]',
    examples: [
      { about: `Delete a ${kind.title}`, command: `argo ${kind.noun} delete my-template` },
      { about: 'Delete all of them', command: `argo ${kind.noun} delete --all` },
    ],
    flags: [toggle('--all', `all ${kind.title}s${kind.type.namespaced ? ' of the namespace' : ''}`)],
    parse: ({ args, flags }) => {
      if (args.length === 0 && !flags.on('all')) throw new CliFailure(`the name of a ${kind.title} or --all is expected`);
      return { names: args, all: flags.on('all') };
    },
    run: async (context, { names, all }) => {
      const { client, namespace } = await context.connect();
      const scope = kind.type.namespaced ? { namespace } : {};
      const doomed = all ? (await listAll<AnyTemplate>(client, kind.type, scope)).map(({ metadata }) => metadata.name ?? '') : names;
      for (const name of doomed) {
        await client.delete(kind.type, placeOf(kind, name, namespace));
        context.io.out(`${kind.type.kind} '${name}' deleted\n`);
      }
      if (doomed.length === 0) context.io.out('No resources found\n');
      return 0;
    },
  });
}
