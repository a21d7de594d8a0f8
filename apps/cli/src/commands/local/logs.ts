import fs from 'node:fs';
import { type CommandContext, defineCommand } from '../../command.ts';
import { CliFailure } from '../../failure.ts';
import { toggle } from '../../flags.ts';
import { dataDirFlag, openDataDir, parseDataDir } from '../../local/data-dir-flag.ts';

export interface LocalLogsOptions {
  readonly dataDir: string;
  readonly follow: boolean;
  readonly component: Component;
}

const COMPONENTS = ['controller', 'provider', 'server'] as const;
type Component = (typeof COMPONENTS)[number];

export const command = defineCommand<LocalLogsOptions>({
  usage: '[controller|provider|server]',
  examples: [
    { about: 'What the controller says', command: 'argo local logs' },
    { about: 'Follow the API server and node agent', command: 'argo local logs provider -f' },
  ],
  flags: [toggle('-f, --follow', 'go on until Ctrl-C'), dataDirFlag()],
  parse: (invocation) => {
    const [given = 'controller', excess] = invocation.args;
    const component = COMPONENTS.find((one) => one === given);
    if (component === undefined || excess !== undefined)
      throw new CliFailure(`unknown component "${excess ?? given}"`, { hint: `one of ${COMPONENTS.join(', ')}` });
    return { dataDir: parseDataDir(invocation), follow: invocation.flags.on('follow'), component };
  },
  run: async (context, options) => {
    const dir = openDataDir(context, options.dataDir);
    const file = { controller: dir.controllerLog, provider: dir.providerLog, server: dir.serverLog }[options.component];
    if (!fs.existsSync(file))
      throw new CliFailure(`${file} does not exist`, {
        hint: options.component === 'provider' ? 'only `argo local up --detach` writes it' : `no ${options.component} has run here yet`,
      });
    await printFile(context, file, options.follow);
    return 0;
  },
});

const LOOK_EVERY = 200;
const CHUNK = 64 * 1024;

async function printFile(context: CommandContext, file: string, follow: boolean): Promise<void> {
  const handle = await fs.promises.open(file);
  try {
    const buffer = new Uint8Array(CHUNK);
    while (!context.signal.aborted) {
      const { bytesRead } = await handle.read(buffer, 0, CHUNK);
      if (bytesRead > 0) context.io.out(buffer.slice(0, bytesRead));
      else if (follow) await context.sleep(LOOK_EVERY);
      else return;
    }
  } finally {
    await handle.close();
  }
}
