import { type ConfigMapFollower, followConfigMap, type FollowConfigMapOptions } from '@argosy/kube';
import { parseSettings } from './parse-settings.ts';
import { defaultSettings, type Settings } from './settings.ts';

export type SettingsSource = ConfigMapFollower<Settings>;

/** Follows the controller ConfigMap. Without one the defaults hold. */
export function followSettings(options: Omit<FollowConfigMapOptions<Settings>, 'initial' | 'parse' | 'start'>): SettingsSource {
  const { namespace, name, logger } = options;
  return followConfigMap({
    ...options,
    initial: defaultSettings,
    start: 'strict',
    parse(data) {
      const { settings, warnings } = parseSettings(data);
      for (const warning of warnings) logger.warn(`ConfigMap ${namespace}/${name}: ${warning}`);
      return settings;
    },
  });
}
