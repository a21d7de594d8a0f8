import type { CommandContext } from '../command.ts';
import { CliFailure } from '../failure.ts';
import { loadManifests, type Manifest } from '../manifests/load-manifests.ts';
import { requireValidManifests } from '../manifests/require-valid.ts';
import { objectAsData, objectHeader } from '../output/object-text.ts';
import { INSTANCE_LABEL } from '../workflows/instance.ts';
import { type AnyTemplate, placeOf, type TemplateKind } from './template-kind.ts';

export interface WriteTemplatesOptions {
  readonly places: readonly string[];
  readonly strict: boolean;
  readonly output: string;
  readonly mode: 'create' | 'update';
}

/** Creates or updates all templates of a kind that the files hold, after all of them were found to be right. */
export async function writeTemplates(context: CommandContext, kind: TemplateKind, options: WriteTemplatesOptions): Promise<void> {
  const manifests = (
    await loadManifests(context.io, options.places, { strict: options.strict, directories: true, assume: kind.type.kind })
  ).filter((manifest) => manifest.kind === kind.type.kind);
  if (manifests.length === 0) throw new CliFailure(`No ${kind.title} found in given files`);
  await requireValidManifests(context, manifests);
  for (const manifest of manifests) {
    const written = await write(context, kind, { manifest, mode: options.mode });
    context.io.out((await objectAsData(written, options.output)) ?? objectHeader(written, context.clock.now()));
  }
}

async function write(
  context: CommandContext,
  kind: TemplateKind,
  { manifest, mode }: { readonly manifest: Manifest; readonly mode: 'create' | 'update' },
): Promise<AnyTemplate> {
  const { client, namespace } = await context.connect();
  const { instanceId } = context.globals;
  const { metadata } = manifest.object;
  const labels = instanceId === '' ? metadata.labels : { ...metadata.labels, [INSTANCE_LABEL]: instanceId };
  const scope = kind.type.namespaced ? { namespace: metadata.namespace ?? namespace } : {};
  const template = { ...manifest.object, metadata: { ...metadata, ...scope, ...(labels && { labels }) } } as AnyTemplate;
  if (mode === 'create') return client.create<AnyTemplate>(kind.type, template);
  const stored = await client.get<AnyTemplate>(kind.type, placeOf(kind, metadata.name ?? '', metadata.namespace ?? namespace));
  return client.update<AnyTemplate>(kind.type, {
    ...template,
    metadata: { ...template.metadata, resourceVersion: stored.metadata.resourceVersion },
  } as AnyTemplate);
}
