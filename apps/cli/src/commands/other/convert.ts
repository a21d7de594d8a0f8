import { parseAllDocuments } from 'yaml';
import { convertManifest } from '../../manifests/convert-manifest.ts';
import { readSources } from '../../manifests/read-sources.ts';
import { defineCommand } from '../../command.ts';
import { CliFailure } from '../../failure.ts';
import { text } from '../../flags.ts';
import { yamlText } from '../../output/yaml-text.ts';

export interface ConvertOptions {
  readonly places: readonly string[];
  readonly output: string;
}

export const command = defineCommand<ConvertOptions>({
  usage: 'FILE...|DIR...|-',
  about: 'schedule becomes schedules, mutex becomes mutexes, semaphore becomes semaphores. Nothing is written back.',
  examples: [
    { about: 'Rewrite a manifest of version 3', command: 'argo convert old.yaml > new.yaml' },
    { about: 'All manifests of a folder', command: 'argo convert manifests/' },
  ],
  flags: [text('-o, --output <format>', 'output format', ['yaml', 'json'])],
  parse: ({ args, flags }) => {
    if (args.length === 0) throw new CliFailure('at least one file or folder is expected');
    return { places: args, output: flags.text('output') };
  },
  run: async (context, { places, output }) => {
    const converted: unknown[] = [];
    for (const { file, text: source } of await readSources(places, { io: context.io, directories: true })) {
      for (const document of parseAllDocuments(source)) {
        const [error] = document.errors ?? [];
        if (error) throw new CliFailure(`${file}: ${error.message}`, { cause: error });
        const object: unknown = document.toJS();
        if (object !== null && object !== undefined) converted.push(convertManifest(object));
      }
    }
    if (output === 'json') context.io.out(converted.map((object) => `${JSON.stringify(object, null, 2)}\n`).join(''));
    else context.io.out(converted.map((object) => yamlText(object)).join('---\n'));
    return 0;
  },
});
