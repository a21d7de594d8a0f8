import { boolean, type Definitions, integer, map, object, opaque, ref, string } from './shorthand.ts';

const sources = ['s3', 'git', 'http', 'artifactory', 'hdfs', 'raw', 'oss', 'gcs', 'azure', 'plugin', 'local'];

/** At most one of some fields. */
export function atMostOne(fields: readonly string[]): string {
  return `${fields.map((field) => `(has(self.${field}) ? 1 : 0)`).join(' + ')} <= 1`;
}

const location = {
  archiveLogs: boolean('The logs of the containers are stored as an artifact, too.'),
  s3: ref('S3Artifact', 'An object in a store that speaks S3.'),
  git: ref('GitArtifact', 'A git repository; as an input only.'),
  http: ref('HTTPArtifact', 'A URL.'),
  artifactory: ref('ArtifactoryArtifact', 'A file in JFrog Artifactory.'),
  hdfs: ref('HDFSArtifact', 'A file in a Hadoop file system.'),
  raw: ref('RawArtifact', 'Text in the manifest itself; as an input only.'),
  oss: ref('OSSArtifact', 'An object in Alibaba Cloud OSS.'),
  gcs: ref('GCSArtifact', 'An object in Google Cloud Storage.'),
  azure: ref('AzureArtifact', 'A blob in Azure Storage.'),
  plugin: ref('PluginArtifact', 'Something that an artifact plugin knows how to read and write.'),
  local: ref('LocalArtifact', 'A file below a directory of the host; the store of the embedded provider.'),
};

const oneLocation = [{ rule: atMostOne(sources), message: 'at most one artifact location can be specified' }];

/** Files and folders that are handed from step to step, and how they are packed and cleared away. */
export const artifactDefinitions: Definitions = {
  ArtifactLocation: object('Where an artifact, or everything of a template, is stored. One of the stores.', location, {
    rules: oneLocation,
  }),
  Artifact: object(
    'A file or folder that goes into a template or comes out of one.',
    {
      name: string('Name by which tags refer to it; unique among its neighbours.'),
      path: string('Where it lies in the container.'),
      mode: integer('Permission bits of an input after it was put there, 0 to 0777.', { minimum: 0, maximum: 511 }),
      recurseMode: boolean('`mode` applies to everything in the folder.'),
      from: string('A reference to an artifact of a step, task or input.'),
      fromExpression: string('An expression that gives such a reference.'),
      globalName: string('Makes an output known to the whole workflow as `workflow.outputs.artifacts.<globalName>`.'),
      archive: ref('ArchiveStrategy', 'How an output is packed; as a compressed tar if not given.'),
      optional: boolean('That it is not there is no error.'),
      subPath: string('A path within the source, of which only this part is taken.'),
      artifactGC: ref('ArtifactGC', 'When and how it is deleted; wins over what the workflow says.'),
      deleted: boolean('Set in the status when it was deleted.'),
    },
    { required: ['name'], extends: 'ArtifactLocation', rules: oneLocation },
  ),
  ArchiveStrategy: object('How an output artifact is packed. One of its fields.', {
    tar: ref('TarStrategy', 'A gzip-compressed tar archive.'),
    none: ref('NoneStrategy', 'As it is; a folder becomes many objects.'),
    zip: ref('ZipStrategy', 'A zip archive.'),
  }),
  TarStrategy: object('Packs as a tar archive.', {
    compressionLevel: integer('Level of gzip, 0 (none) to 9; gzip chooses if not given.'),
  }),
  NoneStrategy: opaque('Does not pack.'),
  ZipStrategy: opaque('Packs as a zip archive.'),
  ArtifactGC: object('When and how artifacts are deleted.', {
    strategy: string('One of OnWorkflowCompletion, OnWorkflowDeletion, Never.'),
    podMetadata: ref('Metadata', 'Labels and annotations of the pods that delete.'),
    serviceAccountName: string('Account of the pods that delete.'),
  }),
  WorkflowLevelArtifactGC: object(
    'When and how the artifacts of a workflow are deleted.',
    {
      forceFinalizerRemoval: boolean('The workflow can go even if deleting its artifacts failed.'),
      podSpecPatch: string('A patch on the pods that delete.'),
    },
    { extends: 'ArtifactGC' },
  ),
  ArtifactPaths: object('A folder in a store whose files are listed.', {}, { extends: 'Artifact' }),
  ArtifactRepositoryRef: object('Names a repository in a ConfigMap.', {
    configMap: string('Name of the ConfigMap; `artifact-repositories` if not given.'),
    key: string('Its key; the one that the ConfigMap names as default if not given.'),
  }),
  ArtifactRepositoryRefStatus: object(
    'The repository that a workflow uses, looked up once.',
    {
      namespace: string('Namespace of the ConfigMap.'),
      default: boolean("It is the installation's default repository."),
      artifactRepository: ref('ArtifactRepository', 'What was found there.'),
    },
    { extends: 'ArtifactRepositoryRef' },
  ),
  ArtGCStatus: object('How far the deletion of artifacts has come.', {
    strategiesProcessed: map(boolean('Done.'), 'Strategies for which pods were started.'),
    podsRecouped: map(boolean('Done.'), 'Pods whose results were read.'),
    notSpecified: boolean('There is nothing to delete.'),
  }),
  ArtifactSearchQuery: object('Which artifacts of a workflow are meant.', {
    artifactGCStrategies: map(boolean('Wanted.'), 'Strategies that are wanted.'),
    artifactName: string('Name of the artifact.'),
    templateName: string('Name of the template.'),
    nodeId: string('Id of the node.'),
    deleted: boolean('Deleted ones, or those that are left.'),
    nodeTypes: map(boolean('Wanted.'), 'Types of nodes that are wanted.'),
  }),
};
