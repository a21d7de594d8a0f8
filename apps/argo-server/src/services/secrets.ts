import { coreResources, type KubeClient, type KubeObject } from '@argosy/kube';
import { notFound } from '../api/failure.ts';

interface Secret extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
}

export interface SecretRef {
  readonly name?: string | undefined;
  readonly key: string;
}

/** Reads values of the Secrets of a namespace with the rights of a client. */
export function secretsOf(client: KubeClient, namespace: string): (ref: SecretRef) => Promise<string> {
  return async ({ name = '', key }) => {
    const secret = await client.get<Secret>(coreResources.Secret, { name, namespace });
    const value = secret.data?.[key];
    if (value === undefined) throw notFound(`there is no key ${key} in secret ${name}`);
    return Buffer.from(value, 'base64').toString('utf8');
  };
}
