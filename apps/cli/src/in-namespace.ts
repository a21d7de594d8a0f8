import type { CommandContext } from './command.ts';

/** The same context, working in another namespace. */
export function inNamespace(context: CommandContext, namespace: string): CommandContext {
  return { ...context, connect: async () => ({ ...(await context.connect()), namespace }) };
}
