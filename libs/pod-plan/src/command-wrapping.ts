import type { Container, PodSpec, Template } from '@argosy/api';
import { parseDuration } from '@argosy/expressions';
import { commandOf } from './command.ts';
import type { PlanContext } from './draft.ts';
import { mainNames, savedPaths } from './executor-plan.ts';
import { binariesFolder, emissaryInImage, sharedPath } from './paths.ts';
import type { PlanRefusal } from './pod-plan.ts';

/** Lets the emissary run the commands of main containers and of sidecars: `<emissary> emissary <flags> -- <command>`, args untouched (acceptance 6-009). */
export function wrapCommands(spec: PodSpec, context: PlanContext): { readonly ok: true; readonly spec: PodSpec } | PlanRefusal {
  if (!context.needs.wrapping) return { ok: true, spec };
  const sidecars = new Set(context.needs.sidecars === 'wrapped' ? (context.template.sidecars ?? []).map(({ name }) => name) : []);
  const mains = new Set(mainNames(context));
  const containers: Container[] = [];
  for (const container of spec.containers) {
    const flags = mains.has(container.name)
      ? mainFlags(context, container.name)
      : sidecars.has(container.name)
        ? sidecarFlags(context)
        : undefined;
    const wrapped = flags ? wrap(container, flags, context) : { ok: true as const, container };
    if (!wrapped.ok) return wrapped;
    containers.push(wrapped.container);
  }
  return { ok: true, spec: { ...spec, containers } };
}

function wrap(
  container: Container,
  flags: readonly string[],
  { policy }: PlanContext,
): { readonly ok: true; readonly container: Container } | PlanRefusal {
  const known = commandOf(container, policy);
  if (!known.ok) return known;
  const emissary = policy.emissaryPath ?? (policy.imageVolumes ? `${binariesFolder}${emissaryInImage}` : `${sharedPath}/argoexec`);
  const command = [emissary, 'emissary', ...flags.map(literal), '--', ...known.command];
  return { ok: true, container: { ...container, command, ...(known.args.length > 0 && { args: known.args }) } };
}

function mainFlags(context: PlanContext, name: string): string[] {
  const { template, needs } = context;
  const dependencies = template.containerSet?.containers.find((container) => container.name === name)?.dependencies ?? [];
  const flags = needs.logs ? ['--logs'] : [];
  for (const dependency of dependencies) flags.push('--after', dependency);
  flags.push(...retryFlags(template));
  if (name === 'main') for (const path of savedPaths(context)) flags.push('--save', path);
  return flags;
}

/** The emissary runs the commands of a set again by itself (acceptance 2-020). */
function retryFlags({ containerSet }: Template): string[] {
  const retries = containerSet?.retryStrategy;
  if (!retries) return [];
  const delay = parseDuration(retries.duration || '0s') ?? 0;
  return ['--retries', String(retries.retries ?? 0), '--retry-delay', String(delay)];
}

/** A sidecar ends when all main containers have (acceptance 6-036). */
function sidecarFlags(context: PlanContext): string[] {
  return mainNames(context).flatMap((name) => ['--sidecar-of', name]);
}

/** The kubelet replaces $(NAME) in commands: what is not the user's is passed on as it is. */
function literal(argument: string): string {
  return argument.replaceAll('$', '$$$$');
}
