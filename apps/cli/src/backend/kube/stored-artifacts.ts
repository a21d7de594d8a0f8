import fs from 'node:fs/promises';
import path from 'node:path';
import type { Artifact, Secret } from '@argosy/api';
import type { KubeClient, KubeObject } from '@argosy/kube';
import { CliFailure } from '../../failure.ts';
import type { ArtifactRef, ArtifactSource } from '../backend.ts';
import { SECRETS } from '../resources.ts';

/** Fetches artifacts from their store itself, with the credentials that the cluster's secrets hold. */
export function storedArtifacts(client: KubeClient): ArtifactSource {
  return {
    fetch: async (ref, file) => {
      const [{ driverFor }, located] = await Promise.all([import('@argosy/artifacts'), locatedArtifact(ref)]);
      const namespace = ref.workflow.metadata.namespace ?? '';
      const driver = await driverFor(located, { secrets: (selector) => secretValue(client, { namespace, ...selector }) });
      await fs.mkdir(path.dirname(file), { recursive: true });
      await fs.rm(file, { recursive: true, force: true });
      await driver.load(located, file);
      return file;
    },
  };
}

/** The status keeps only the key of what lies in the workflow's repository; the rest is the repository's. */
async function locatedArtifact({ workflow, nodeId, artifact: name }: ArtifactRef): Promise<Artifact> {
  const { locate, repositoryOf } = await import('@argosy/pod-plan');
  const artifact = workflow.status?.nodes?.[nodeId]?.outputs?.artifacts?.find((one) => one.name === name);
  if (!artifact) throw new CliFailure(`the node ${nodeId} has no output artifact ${name}`);
  return locate(artifact, repositoryOf(workflow.status?.artifactRepositoryRef));
}

interface SecretRef {
  readonly namespace: string;
  readonly name?: string | undefined;
  readonly key: string;
}

async function secretValue(client: KubeClient, { namespace, name = '', key }: SecretRef): Promise<string> {
  const { data = {} } = await client.get<Secret & KubeObject>(SECRETS, { name, namespace });
  const value = data[key];
  if (value === undefined) throw new CliFailure(`there is no key ${key} in secret ${name}`);
  return Buffer.from(value, 'base64').toString('utf8');
}
