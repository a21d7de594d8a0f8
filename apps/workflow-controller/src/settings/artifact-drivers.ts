import type { ArtifactDriverPlugin } from '@argosy/pod-plan';
import { readCount, readFields, readText, SettingError } from './read-value.ts';

/** Drivers of artifacts that come as images, each with a name of its own (acceptance 5-011). */
export function readArtifactDrivers(key: string, value: unknown): readonly ArtifactDriverPlugin[] {
  if (!Array.isArray(value)) throw new SettingError(key, 'a list of drivers, each with name and image', value);
  const drivers = value.map((one: unknown, index) => readDriver(`${key}[${index}]`, one));
  const names = new Set(drivers.map(({ name }) => name));
  if (names.size < drivers.length) throw new SettingError(key, 'a name for each driver that no other has', value);
  return drivers;
}

/** The name becomes part of the names of containers and volumes. */
const driverName = /^[a-z0-9]([-a-z0-9]{0,45}[a-z0-9])?$/;

function readDriver(key: string, value: unknown): ArtifactDriverPlugin {
  const fields = readFields(key, value);
  const name = readText(`${key}.name`, fields['name']);
  if (!driverName.test(name)) throw new SettingError(`${key}.name`, 'at most 47 lower-case letters, digits and hyphens', name);
  const image = readText(`${key}.image`, fields['image']);
  if (image === '') throw new SettingError(`${key}.image`, 'an image', image);
  const seconds = fields['connectionTimeoutSeconds'];
  return {
    name,
    image,
    ...(seconds !== undefined && { connectionTimeoutSeconds: readCount(`${key}.connectionTimeoutSeconds`, seconds) }),
  };
}
