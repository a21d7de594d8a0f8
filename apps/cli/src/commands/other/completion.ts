import { defineCommand } from '../../command.ts';
import type { CompletedCommand } from '../../completion/completion-tree.ts';
import { CliFailure } from '../../failure.ts';

type Generator = (tree: readonly CompletedCommand[]) => string;

const SHELLS: Readonly<Record<string, () => Promise<Generator>>> = {
  bash: async () => (await import('../../completion/bash.ts')).bashCompletion,
  zsh: async () => (await import('../../completion/zsh.ts')).zshCompletion,
  fish: async () => (await import('../../completion/fish.ts')).fishCompletion,
};

export const command = defineCommand<{ readonly shell: string }>({
  usage: 'bash|zsh|fish',
  examples: [
    { about: 'In this bash', command: 'source <(argo completion bash)' },
    { about: 'In every zsh', command: 'argo completion zsh > "${fpath[1]}/_argo"' },
    { about: 'In every fish', command: 'argo completion fish > ~/.config/fish/completions/argo.fish' },
  ],
  flags: [],
  parse: ({ args }) => {
    if (args.length !== 1) throw new CliFailure('exactly one shell is expected: bash, zsh or fish');
    return { shell: args[0] as string };
  },
  run: async (context, { shell }) => {
    const load = Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined;
    if (!load) throw new CliFailure(`invalid shell "${shell}": supported shells are bash, zsh, and fish`);
    const { completionTree } = await import('../../completion/completion-tree.ts');
    context.io.out((await load())(await completionTree()));
    return 0;
  },
});
