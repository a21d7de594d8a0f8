import type { Artifact } from '@argosy/api';

/** Where an artifact is, in the words of its store. */
export function artifactKey(artifact: Artifact): string {
  const { s3, gcs, oss, azure, hdfs, http, git, artifactory } = artifact;
  return s3?.key ?? gcs?.key ?? oss?.key ?? azure?.blob ?? hdfs?.path ?? http?.url ?? artifactory?.url ?? git?.repo ?? artifact.path ?? '';
}

const SHOWABLE = /\.(?:gif|jpe?g|png|svg|json|html?|txt|csv|md|log|ya?ml|xml)$|\/$/i;

/** Whether a browser can show it as it is; packed archives it cannot. */
export function previewKind(key: string): 'page' | 'none' {
  return SHOWABLE.test(key) || (key !== '' && !/\.\w{1,5}$/.test(key)) ? 'page' : 'none';
}
