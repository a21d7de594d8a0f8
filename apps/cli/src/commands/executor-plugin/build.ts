import fs from 'node:fs/promises';
import path from 'node:path';
import { defineCommand } from '../../command.ts';
import { CliFailure } from '../../failure.ts';
import { pluginConfigMap, pluginReadme, readPlugin } from '../../plugins/plugin-files.ts';

export const command = defineCommand<{ readonly folder: string }>({
  usage: 'DIR',
  about:
    'Reads DIR/plugin.yaml (and the program DIR/server.*, if there is one) and writes the ConfigMap that installs the plugin, and a README.',
  examples: [{ about: 'Build a plugin', command: 'argo executor-plugin build my-plugin/' }],
  flags: [],
  parse: ({ args }) => {
    const [folder, excess] = args;
    if (folder === undefined || excess !== undefined)
      throw new CliFailure(`accepts 1 arg(s), received ${args.length}`, { hint: 'the folder of the plugin' });
    return { folder };
  },
  run: async (context, { folder }) => {
    const place = path.resolve(context.io.cwd, folder);
    const plugin = await readPlugin(place, folder);
    const files = {
      [`${plugin.metadata.name}-executor-plugin-configmap.yaml`]: pluginConfigMap(plugin),
      'README.md': pluginReadme(plugin),
    };
    for (const [name, content] of Object.entries(files)) {
      await fs.writeFile(path.join(place, name), content);
      context.io.out(`${path.join(folder, name)} created\n`);
    }
    return 0;
  },
});
