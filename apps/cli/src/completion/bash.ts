import { type CompletedCommand, NAMES_OF } from './completion-tree.ts';

/** Completion for bash 3.2 and newer, and, through its own loader, the base of zsh's. */
export function bashCompletion(tree: readonly CompletedCommand[]): string {
  const cases = tree
    .map((command) => `    ${quote(command.path.join(' '))}) words=${quote(wordsOf(command))}; kind=${command.arguments} ;;`)
    .join('\n');
  const choices = choiceCases(tree);
  return `# bash completion for argo: source <(argo completion bash)
_argo_words() {
  local words= kind=none
  case "$1" in
${cases}
  esac
  case "$kind" in
${nameCases()}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$2"))
  [ "$kind" = files ] && COMPREPLY+=($(compgen -f -- "$2"))
}
_argo() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" path= word
  local index
  for ((index = 1; index < COMP_CWORD; index++)); do
    word="\${COMP_WORDS[index]}"
    case "$word" in -*) continue ;; esac
    case " ${nounsOf(tree)} " in
      *" $path "*) [ -n "$path" ] && path="$path $word" && break ;;
    esac
    [ -z "$path" ] && path="$word"
  done
  case "$previous" in
${choices}
    -f|--parameter-file|--kubeconfig|--data-dir|--config) COMPREPLY=($(compgen -f -- "$current")); return ;;
  esac
  _argo_words "$path" "$current"
}
complete -o default -F _argo argo
`;
}

/** Names that are there right now; a workflow may also be called @latest. */
function nameCases(): string {
  return Object.entries(NAMES_OF)
    .map(([kind, list]) => `    ${kind}) words="$words ${kind === 'workflows' ? '@latest ' : ''}$(${list} 2>/dev/null)" ;;`)
    .join('\n');
}

function wordsOf({ commands, flags }: CompletedCommand): string {
  return [...commands.map(({ name }) => name), ...flags.map(({ long }) => long)].join(' ');
}

function nounsOf(tree: readonly CompletedCommand[]): string {
  return tree
    .filter(({ path, commands }) => path.length === 1 && commands.length > 0)
    .map(({ path }) => path[0])
    .join(' ');
}

/** Values of flags that have a fixed set, joined over all commands that have the flag. */
function choiceCases(tree: readonly CompletedCommand[]): string {
  const values = new Map<string, Set<string>>();
  for (const flag of tree.flatMap(({ flags }) => flags)) {
    if (flag.choices.length === 0) continue;
    const names = [flag.short, flag.long].filter(Boolean).join('|');
    values.set(names, new Set([...(values.get(names) ?? []), ...flag.choices]));
  }
  return [...values]
    .map(([names, choices]) => `    ${names}) COMPREPLY=($(compgen -W ${quote([...choices].join(' '))} -- "$current")); return ;;`)
    .join('\n');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
