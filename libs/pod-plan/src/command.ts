import type { Container } from '@argosy/api';
import type { PodPolicy } from './pod-plan.ts';

export type Command = { readonly ok: true; readonly command: readonly string[]; readonly args: readonly string[] } | { readonly ok: false; readonly message: string };

/** The command that the emissary will run: the container's, or its image's from the controller's configuration (acceptance 6-010). */
export function commandOf({ command, args, image = '' }: Container, { images }: PodPolicy): Command {
  if (command && command.length > 0) return { ok: true, command, args: args ?? [] };
  const known = images[image] ?? images[withoutRegistry(image)] ?? images[withoutTag(withoutRegistry(image))];
  if (known) return { ok: true, command: known.entrypoint ?? [], args: args?.length ? args : (known.cmd ?? []) };
  return {
    ok: false,
    message: `failed to look-up entrypoint/cmd for image "${image}", you must either explicitly specify the command, or list the image's command in the index: https://argo-workflows.readthedocs.io/en/latest/workflow-executors/#emissary-emissary`,
  };
}

function withoutRegistry(image: string): string {
  return image.replace(/^(docker\.io\/library\/|docker\.io\/|library\/)/, '');
}

function withoutTag(image: string): string {
  return image.replace(/(@.*|:[^/:]*)$/, '');
}
