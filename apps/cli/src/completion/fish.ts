import { type CompletedCommand, type CompletedFlag, NAMES_OF } from './completion-tree.ts';

/** Completion for fish, one line for each command and each flag. */
export function fishCompletion(tree: readonly CompletedCommand[]): string {
  return `# fish completion for argo: argo completion fish | source
complete -c argo -f
${tree.flatMap(linesOf).join('\n')}
`;
}

function linesOf(command: CompletedCommand): string[] {
  const condition = conditionOf(command);
  const where = `complete -c argo -n ${quote(condition)}`;
  return [
    ...command.commands.map(({ name, summary }) => `${where} -a ${quote(name)} -d ${quote(summary)}`),
    ...(command.arguments === 'files' ? [`${where} -F`] : []),
    ...namesOf(command).map((names) => `${where} -a '${names}'`),
    ...command.flags.map((flag) => `${where} ${flagText(flag)}`),
  ];
}

function namesOf({ arguments: kind }: CompletedCommand): string[] {
  if (kind === 'files' || kind === 'none') return [];
  return [`${kind === 'workflows' ? '@latest ' : ''}(${NAMES_OF[kind]} 2>/dev/null)`];
}

function conditionOf({ path, commands }: CompletedCommand): string {
  if (path.length === 0) return '__fish_use_subcommand';
  const seen = path.map((word) => `__fish_seen_subcommand_from ${word}`).join('; and ');
  return commands.length === 0 ? seen : `${seen}; and not __fish_seen_subcommand_from ${commands.map(({ name }) => name).join(' ')}`;
}

function flagText({ long, short, about, takesValue, choices }: CompletedFlag): string {
  const names = [`-l ${long.replace(/^--/, '')}`, ...(short ? [`-s ${short.replace(/^-/, '')}`] : [])].join(' ');
  const value = choices.length > 0 ? ` -x -a ${quote(choices.join(' '))}` : takesValue ? ' -r' : '';
  return `${names}${value} -d ${quote(about)}`;
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;
}
