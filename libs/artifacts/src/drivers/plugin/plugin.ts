import { createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { artifactError, type DriverFactory, type DriverOptions, type LocatedArtifact } from '../../driver.ts';
import { asPluginError, connectPlugin, type PluginConnection } from './connection.ts';

/** Where the sockets of plugins are: `<folder>/<name>/socket` (acceptance 5-011). */
const standardFolder = '/tmp/artifact-plugins';

/** Any store, by a plugin beside the executor that speaks Argo's gRPC contract. Files reach it through volumes that both mount. */
export const pluginDriver: DriverFactory = (options) => {
  const call = async <T>(artifact: LocatedArtifact, work: (plugin: PluginConnection) => Promise<T>): Promise<T> => {
    const plugin = await open(artifact, options);
    try {
      return await work(plugin);
    } catch (error) {
      throw asPluginError(error, plugin.name);
    } finally {
      plugin.close();
    }
  };
  return {
    load: (artifact, target) =>
      call(artifact, async (plugin) => {
        await fs.mkdir(path.dirname(target), { recursive: true });
        await plugin.ask('Load', { input_artifact: messageOf(artifact), path: target });
      }),
    openStream: (artifact) => openStream(artifact, options),
    save: (source, artifact) =>
      call(artifact, async (plugin) => void (await plugin.ask('Save', { path: source, output_artifact: messageOf(artifact) }))),
    saveStream: (content, artifact) => call(artifact, (plugin) => saveStream(plugin, content, artifact)),
    delete: (artifact) => call(artifact, async (plugin) => void (await plugin.ask('Delete', { artifact: messageOf(artifact) }))),
    list: (artifact) =>
      call(artifact, async (plugin) => {
        const { objects } = await plugin.ask('ListObjects', { artifact: messageOf(artifact) });
        return [...((objects ?? []) as readonly string[])].toSorted();
      }),
    isDirectory: (artifact) =>
      call(artifact, async (plugin) => (await plugin.ask('IsDirectory', { artifact: messageOf(artifact) }))['is_directory'] === true),
  };
};

async function open(
  { plugin }: LocatedArtifact,
  { plugins = standardFolder, pluginTimeouts = {} }: DriverOptions,
): Promise<PluginConnection> {
  if (!plugin?.name) throw artifactError('ARTIFACT_INVALID', 'plugin needs name');
  if (!/^[\w.-]+$/.test(plugin.name) || plugin.name.startsWith('.'))
    throw artifactError('ARTIFACT_INVALID', `plugin: ${plugin.name} is no name of a plugin`);
  const socket = path.join(plugins, plugin.name, 'socket');
  const seconds = plugin.connectionTimeoutSeconds || pluginTimeouts[plugin.name] || 5;
  return connectPlugin({ name: plugin.name, socket, timeout: seconds * 1000 });
}

/** The part of an artifact that the contract knows. */
function messageOf({
  plugin = {},
  recurseMode,
  subPath,
  fromExpression,
  name,
  path: place,
  mode,
  from,
  optional,
  deleted,
}: LocatedArtifact): object {
  const { connectionTimeoutSeconds, ...known } = plugin;
  return {
    name,
    path: place,
    mode,
    from,
    optional,
    deleted,
    recurse_mode: recurseMode,
    sub_path: subPath,
    from_expression: fromExpression,
    plugin: { ...known, connection_timeout_seconds: connectionTimeoutSeconds },
  };
}

/** The first part is awaited, so that a content that is not there is known before anything is read. */
async function openStream(artifact: LocatedArtifact, options: DriverOptions): Promise<Readable> {
  const plugin = await open(artifact, options);
  const parts = plugin.receive('OpenStream', { artifact: messageOf(artifact) })[Symbol.asyncIterator]();
  try {
    const first = await parts.next();
    return Readable.from(contentOf(plugin, parts, first), { objectMode: false });
  } catch (error) {
    plugin.close();
    throw asPluginError(error, plugin.name);
  }
}

async function* contentOf(
  plugin: PluginConnection,
  parts: AsyncIterator<Uint8Array>,
  first: IteratorResult<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    for (let part = first; !part.done; part = await parts.next()) yield part.value;
  } catch (error) {
    throw asPluginError(error, plugin.name);
  } finally {
    plugin.close();
  }
}

/** Plugins that cannot take a stream get a file in the folder of their socket, which both can read. */
async function saveStream(plugin: PluginConnection, content: Readable, artifact: LocatedArtifact): Promise<void> {
  if (await plugin.takesStreams()) return plugin.send('SaveStream', { output_artifact: messageOf(artifact) }, content);
  const file = path.join(path.dirname(plugin.socket), `content-${process.pid}-${process.hrtime.bigint()}`);
  try {
    await pipeline(content, createWriteStream(file));
    await plugin.ask('Save', { path: file, output_artifact: messageOf(artifact) });
  } finally {
    await fs.rm(file, { force: true });
  }
}
