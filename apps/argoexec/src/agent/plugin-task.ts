import type { NodeResult, Template } from '@argosy/api';
import { parseDuration } from '@argosy/expressions';
import { OperationalError } from '@argosy/std';
import { request as send } from 'undici';
import { type TaskOutcome, TransientError } from './task.ts';

/** A plugin beside the agent, and the token that the agent shows it. */
export interface Plugin {
  readonly name: string;
  readonly address: string;
  readonly token: string;
}

export interface PluginContext {
  readonly workflow: { readonly name: string; readonly namespace: string; readonly uid: string };
  readonly plugins: readonly Plugin[];
  /** Names of plugins that turned out to carry out no templates. */
  readonly unsupported: Set<string>;
}

interface Reply {
  readonly node?: NodeResult;
  readonly requeue?: string;
}

/** Asks one plugin after the other whether the template is for it (acceptance 6-056). */
export async function runPluginTask(template: Template, context: PluginContext): Promise<TaskOutcome> {
  for (const plugin of context.plugins) {
    const reply = context.unsupported.has(plugin.name) ? undefined : await ask(plugin, template, context);
    if (reply?.node) return { result: reply.node, ...againAfter(reply, plugin) };
  }
  const kind = Object.keys(template.plugin ?? {}).join(', ');
  const names = context.plugins.map(({ name }) => name).join(', ') || 'none';
  const message = `no plugin executed the template: none of the plugins (${names}) knows ${kind}`;
  throw new OperationalError(message, { code: 'AGENT_PLUGIN', retry: 'never' });
}

function againAfter({ node, requeue }: Reply, { name }: Plugin): TaskOutcome {
  const isDone = node?.phase === 'Succeeded' || node?.phase === 'Failed' || node?.phase === 'Error';
  if (isDone || !requeue) return isDone ? {} : { again: 10_000 };
  const again = parseDuration(requeue);
  if (again === undefined)
    throw new OperationalError(`plugin ${name}: requeue "${requeue}" is no duration`, { code: 'AGENT_PLUGIN', retry: 'never' });
  return { again };
}

/** The plugin's answer; undefined where it carries out no templates. */
async function ask(
  { name, address, token }: Plugin,
  template: Template,
  { workflow, unsupported }: PluginContext,
): Promise<Reply | undefined> {
  const answer = await send(`${address}/api/v1/template.execute`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ workflow: { metadata: workflow }, template }),
    headersTimeout: 30_000,
    bodyTimeout: 30_000,
  }).catch((error: unknown) => {
    // It may not have started yet: its image is perhaps still being pulled.
    throw new TransientError(`plugin ${name} does not answer: ${(error as Error).message}`, { attempts: 20, cause: error });
  });
  const text = await answer.body.text();
  if (answer.statusCode === 404) {
    unsupported.add(name);
    return undefined;
  }
  if (answer.statusCode >= 500) throw new TransientError(`plugin ${name} answered ${answer.statusCode}: ${text.slice(0, 500)}`);
  if (answer.statusCode !== 200)
    throw new OperationalError(`plugin ${name} answered ${answer.statusCode}: ${text.slice(0, 500)}`, {
      code: 'AGENT_PLUGIN',
      retry: 'never',
    });
  return readReply(name, text);
}

function readReply(name: string, text: string): Reply {
  try {
    return JSON.parse(text || '{}') as Reply;
  } catch (error) {
    throw new OperationalError(`plugin ${name} answered no JSON: ${text.slice(0, 200)}`, {
      code: 'AGENT_PLUGIN',
      retry: 'never',
      cause: error,
    });
  }
}
