import { bashCompletion } from './bash.ts';
import type { CompletedCommand } from './completion-tree.ts';

/** zsh runs completions written for bash through its own loader. */
export function zshCompletion(tree: readonly CompletedCommand[]): string {
  return `#compdef argo
# zsh completion for argo: source <(argo completion zsh)
autoload -U +X compinit && compinit -u
autoload -U +X bashcompinit && bashcompinit
${bashCompletion(tree)}`;
}
