import { type ConfigMapFollower, followConfigMap, type FollowConfigMapOptions } from '@argosy/kube';
import { defaultServerSettings, parseServerSettings, type ServerSettings } from './server-settings.ts';

export type SettingsFollower = ConfigMapFollower<ServerSettings>;

/** Follows the ConfigMap of the controller, as far as it is of interest to the server, which need not be allowed to read it. */
export function followSettings(options: Omit<FollowConfigMapOptions<ServerSettings>, 'initial' | 'parse' | 'start'>): SettingsFollower {
  return followConfigMap({ ...options, initial: defaultServerSettings, parse: parseServerSettings, start: 'lenient' });
}
