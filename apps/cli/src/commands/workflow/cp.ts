import path from 'node:path';
import { copyArtifacts } from '../../artifacts/copy-artifacts.ts';
import { defineCommand } from '../../command.ts';
import { CliFailure } from '../../failure.ts';
import { text } from '../../flags.ts';
import { findWorkflow } from '../../workflows/find-workflow.ts';

export interface CpOptions {
  readonly workflow: string;
  readonly folder: string;
  readonly artifact: string;
  readonly nodeId: string;
  readonly template: string;
  readonly layout: string;
}

const LAYOUT = '{namespace}/{workflowName}/{nodeId}/outputs/{artifactName}';

export const command = defineCommand<CpOptions>({
  usage: 'WORKFLOW OUTPUT_DIR',
  about:
    'Copies output artifacts as they are stored. Through an Argo server where one is named; otherwise from the store itself, with the secrets that you may read.',
  examples: [
    { about: 'All output artifacts of a workflow', command: 'argo cp my-wf output/' },
    { about: 'Those of one node', command: 'argo cp my-wf output/ --node-id my-wf-123' },
    { about: 'One artifact, straight into the folder', command: "argo cp @latest output/ --artifact-name report --path '{nodeId}'" },
  ],
  flags: [
    text('--artifact-name <name>', 'only artifacts of this name'),
    text('--node-id <id>', 'only those of this node'),
    text('--template-name <name>', 'only those of nodes of this template'),
    text(
      '--path <layout>',
      `where they go below OUTPUT_DIR, with {namespace}, {workflowName}, {nodeId}, {templateName} and {artifactName} (default ${LAYOUT})`,
    ),
  ],
  parse: ({ args, flags }) => {
    const [workflow, folder] = args;
    if (workflow === undefined || folder === undefined || args.length > 2)
      throw new CliFailure('incorrect number of arguments', { hint: 'a workflow and a folder: `argo cp my-wf output/`' });
    return {
      workflow,
      folder,
      artifact: flags.text('artifactName'),
      nodeId: flags.text('nodeId'),
      template: flags.text('templateName'),
      layout: flags.text('path') || LAYOUT,
    };
  },
  run: async (context, options) => {
    const cluster = await context.connect();
    const workflow = await findWorkflow(cluster, options.workflow);
    const folder = path.resolve(context.io.cwd, options.folder);
    let copied = 0;
    for await (const file of copyArtifacts(cluster, workflow, { ...options, folder })) {
      context.io.out(`Created "${path.join(options.folder, path.relative(folder, file))}"\n`);
      copied++;
    }
    if (copied === 0)
      throw new CliFailure('there is no output artifact that matches', {
        hint: `\`argo get ${options.workflow} -o wide\` lists the artifacts of each step`,
      });
    return 0;
  },
});
