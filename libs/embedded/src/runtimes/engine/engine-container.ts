import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import type { Logger } from '@argosy/std';
import type { ContainerExit, ContainerSpec, RunningContainer } from '../container-runtime.ts';
import { type EngineApi, isEngineError } from './engine-api.ts';
import { demultiplexer, logLines } from './multiplexed-stream.ts';

export interface EngineContext {
  readonly api: EngineApi;
  readonly logger: Logger;
  /** The data directory: containers bear it as a label. */
  readonly owner: string;
}

export const ownerLabel = 'argosy.data-dir';
const folderLabel = 'argosy.folder';

/** A container is found again by its folder, whatever happened between its creation and now. */
export function containerName(folder: string): string {
  return `argosy-${createHash('sha256').update(folder).digest('hex').slice(0, 24)}`;
}

/** The engine's words for what a container is to be. */
export function creation({ owner }: EngineContext, spec: ContainerSpec & { readonly image: string }): object {
  const { command, env, workingDir, mounts, user, group, memoryLimit, folder } = spec;
  return {
    Image: spec.image,
    Entrypoint: command,
    Cmd: [],
    Env: env,
    Hostname: spec.hostname,
    ...(workingDir !== '' && { WorkingDir: workingDir }),
    ...(user !== undefined && { User: `${user}:${group ?? user}` }),
    Labels: { [ownerLabel]: owner, [folderLabel]: folder },
    HostConfig: {
      NetworkMode: 'host',
      Init: false,
      Mounts: mounts.map(({ source, target, readOnly }) => ({ Type: 'bind', Source: source, Target: target, ReadOnly: readOnly })),
      ...(memoryLimit !== undefined && { Memory: memoryLimit, MemorySwap: memoryLimit }),
    },
  };
}

interface Inspected {
  readonly State: {
    readonly Status: string;
    readonly ExitCode: number;
    readonly OOMKilled: boolean;
    readonly Error: string;
    readonly StartedAt: string;
    readonly FinishedAt: string;
  };
}

export async function inspectContainer(api: EngineApi, name: string): Promise<Inspected['State'] | undefined> {
  try {
    return (await api.call<Inspected>('GET', `/containers/${name}/json`)).State;
  } catch (error) {
    if (isEngineError(error, 404)) return undefined;
    throw error;
  }
}

/** A container that was started: its log is written while it runs, and its end is reported. */
export function followContainer(context: EngineContext, folder: string, startedAt: number): RunningContainer {
  const name = containerName(folder);
  return {
    folder,
    startedAt,
    handle: name,
    exit: untilExit(context, { name, folder, startedAt }),
    signal: (signal) => void sendSignal(context, name, signal),
  };
}

/** A container that the engine could not start: it has ended already. */
export function failedContainer(folder: string, message: string): RunningContainer {
  const now = Date.now();
  const exit: ContainerExit = { exitCode: 128, startedAt: now, finishedAt: now, oomKilled: false, error: message };
  return { folder, startedAt: now, handle: '', exit: Promise.resolve(exit), signal: () => undefined };
}

interface Followed {
  readonly name: string;
  readonly folder: string;
  readonly startedAt: number;
}

async function untilExit(context: EngineContext, { name, folder, startedAt }: Followed): Promise<ContainerExit> {
  try {
    await Promise.all([copyLog(context, name, folder), context.api.call('POST', `/containers/${name}/wait`)]);
    const state = await inspectContainer(context.api, name);
    if (state) return exitOf(state);
    return lost(startedAt, 'the container was removed while it ran');
  } catch (error) {
    context.logger.warn('cannot follow a container', { container: name, error: (error as Error).message });
    return lost(startedAt, `the engine does not answer: ${(error as Error).message}`);
  }
}

function exitOf({ ExitCode, OOMKilled, Error: error, StartedAt, FinishedAt }: Inspected['State']): ContainerExit {
  return {
    exitCode: ExitCode,
    startedAt: Date.parse(StartedAt),
    finishedAt: Date.parse(FinishedAt),
    oomKilled: OOMKilled,
    ...(error !== '' && { error }),
  };
}

function lost(startedAt: number, error: string): ContainerExit {
  return { exitCode: 137, startedAt, finishedAt: Date.now(), oomKilled: false, error };
}

/** Written anew from the first line, so that an agent that was away misses none and writes none twice. */
async function copyLog({ api }: EngineContext, name: string, folder: string): Promise<void> {
  const response = await api.stream('GET', `/containers/${name}/logs?follow=1&stdout=1&stderr=1&timestamps=1`);
  const file = fs.createWriteStream(path.join(folder, 'log'));
  const take = demultiplexer((stream, chunk) => file.write(logLines(stream, chunk)));
  response.on('data', take);
  await finished(response);
  file.end();
  await finished(file);
}

async function sendSignal({ api, logger }: EngineContext, name: string, signal: string): Promise<void> {
  try {
    await api.call('POST', `/containers/${name}/kill?signal=${signal}`);
  } catch (error) {
    // 404 and 409: it has just ended by itself.
    if (!isEngineError(error, 404, 409)) logger.warn('cannot signal a container', { container: name, error: (error as Error).message });
  }
}
