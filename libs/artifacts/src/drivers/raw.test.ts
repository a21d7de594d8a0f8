import { artifactDriverSuite } from '../testing/driver-suite.ts';
import { rawDriver } from './raw.ts';

const secrets = async () => '';

artifactDriverSuite('raw', { save: false, folders: false, list: false, delete: false }, async () => ({
  driver: rawDriver({ secrets }),
  artifact: () => ({ name: 'a', raw: { data: '' } }),
  seed: async (_key, data) => ({ name: 'a', raw: { data } }),
}));
