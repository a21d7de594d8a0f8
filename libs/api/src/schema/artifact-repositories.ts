import { boolean, type Definitions, list, object, ref, string } from './shorthand.ts';

const format = (what: string): ReturnType<typeof string> => string(`How ${what} are made; may hold tags of the workflow and pod.`);

/** What `artifactRepository` of the configuration, and the ConfigMaps of repositories, hold. */
export const artifactRepositoryDefinitions: Definitions = {
  ArtifactRepository: object(
    'Where artifacts go that do not say so themselves. One of the stores.',
    {
      archiveLogs: boolean('The logs of all containers are stored, too.'),
      s3: ref('S3ArtifactRepository', 'A store that speaks S3.'),
      artifactory: ref('ArtifactoryArtifactRepository', 'JFrog Artifactory.'),
      hdfs: ref('HDFSArtifactRepository', 'A Hadoop file system.'),
      oss: ref('OSSArtifactRepository', 'Alibaba Cloud OSS.'),
      gcs: ref('GCSArtifactRepository', 'Google Cloud Storage.'),
      azure: ref('AzureArtifactRepository', 'Azure Storage.'),
      plugin: ref('PluginArtifactRepository', 'An artifact plugin.'),
      local: ref('LocalArtifactRepository', 'A directory of the host; an addition of Argosy.'),
    },
    { open: true },
  ),
  S3ArtifactRepository: object(
    'A store that speaks S3.',
    { keyFormat: format('keys'), keyPrefix: string('Prefix of all keys. Deprecated: use `keyFormat`.') },
    { extends: 'S3Bucket' },
  ),
  ArtifactoryArtifactRepository: object(
    'JFrog Artifactory.',
    { repoURL: string('URL of the repository.'), keyFormat: format('keys') },
    { extends: 'ArtifactoryAuth' },
  ),
  HDFSArtifactRepository: object(
    'A Hadoop file system.',
    { pathFormat: format('paths'), force: boolean('Files that are already there are replaced.') },
    { extends: 'HDFSConfig' },
  ),
  OSSArtifactRepository: object('Alibaba Cloud OSS.', { keyFormat: format('keys') }, { extends: 'OSSBucket' }),
  GCSArtifactRepository: object('Google Cloud Storage.', { keyFormat: format('keys') }, { extends: 'GCSBucket' }),
  AzureArtifactRepository: object('Azure Storage.', { blobNameFormat: format('names of blobs') }, { extends: 'AzureBlobContainer' }),
  PluginArtifactRepository: object('An artifact plugin.', {
    name: string('Name of the plugin.'),
    keyFormat: format('keys'),
    configuration: string('What the plugin needs to know; its own language.'),
  }),
  LocalArtifactRepository: object('A directory of the host; an addition of Argosy.', {
    path: string('The directory; on the node, where pods mount it.'),
    claimName: string('A volume claim that holds the directory instead.'),
    keyFormat: format('keys'),
    substituteFor: list(string('s3, gcs, …'), 'Kinds of locations whose objects are looked up here by their key.'),
  }),
};
