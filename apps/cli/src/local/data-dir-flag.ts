import type { CommandContext, Invocation } from '../command.ts';
import { text } from '../flags.ts';
import { type DataDir, dataDir } from './data-dir.ts';

export function dataDirFlag() {
  return text('--data-dir <folder>', 'where the provider keeps its data (default $XDG_DATA_HOME/argosy or ~/.argosy)');
}

/** The value of `dataDirFlag`, not yet resolved. */
export function parseDataDir({ flags }: Invocation): string {
  return flags.text('dataDir');
}

/** Resolves the flag against the environment and the current folder. */
export function openDataDir(context: CommandContext, given: string): DataDir {
  return dataDir(given, context.env, context.io.cwd);
}
