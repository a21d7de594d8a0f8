import type { Container } from '@argosy/api';
import type { PodPolicy } from './pod-plan.ts';

export type Command =
  | { readonly ok: true; readonly command: readonly string[]; readonly args: readonly string[] }
  | { readonly ok: false; readonly message: string };

/** The command that the emissary will run: the container's, or its image's from the controller's configuration (acceptance 6-010). */
export function commandOf({ command = [], args = [], image = '' }: Container, { images }: Pick<PodPolicy, 'images'>): Command {
  if (command.length > 0) return { ok: true, command, args };
  const known = imageCommand(image, images);
  if (known) return { ok: true, command: known.entrypoint ?? [], args: args.length > 0 ? args : (known.cmd ?? []) };
  return {
    ok: false,
    message: `failed to look-up entrypoint/cmd for image "${image}", you must either explicitly specify the command, or list the image's command in the index: https://argo-workflows.readthedocs.io/en/latest/workflow-executors/#emissary-emissary`,
  };
}

function imageCommand(image: string, images: PodPolicy['images']): PodPolicy['images'][string] | undefined {
  const name = withoutRegistry(image);
  return images[image] ?? images[name] ?? images[withoutTag(name)];
}

function withoutRegistry(image: string): string {
  return image.replace(/^(docker\.io\/library\/|docker\.io\/|library\/)/, '');
}

function withoutTag(image: string): string {
  return image.replace(/(@.*|:[^/:]*)$/, '');
}
