import fs from 'node:fs';
import path from 'node:path';
import { crds } from '@argosy/api';
import type { CommandContext } from '../command.ts';
import { CliFailure } from '../failure.ts';

/** full: schemas of every field, as a cluster has them; minimal: anything is accepted, which is quicker to start with. */
export type DefinitionFlavour = 'full' | 'minimal';

/** The custom resource definitions of all kinds. The full ones lie beside the commands: they are too large to be loaded by each of them. */
export function readDefinitions(installation: CommandContext['installation'], flavour: DefinitionFlavour): readonly object[] {
  if (flavour === 'minimal') return crds;
  const file = path.join(installation.libFolder, 'crds.json');
  if (!fs.existsSync(file)) throw new CliFailure(`${file} does not exist`, { hint: 'the installation is incomplete: run `make build`' });
  return JSON.parse(fs.readFileSync(file, 'utf8')) as readonly object[];
}
