import { coreResources, type KubeClient, type KubeObject } from '@argosy/kube';
import { OperationalError } from '@argosy/std';
import { hostname } from 'node:os';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

interface Secret extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
}

/** The certificate of a Secret, else one that signs itself (acceptance 8-001). */
export async function serverCertificate(
  client: KubeClient,
  { namespace, secretName }: { readonly namespace: string; readonly secretName: string | undefined },
): Promise<Certificate> {
  if (secretName === undefined) return selfSigned();
  const { data } = await client.get<Secret>(coreResources.Secret, { namespace, name: secretName });
  const text = (key: string): string => {
    const value = data?.[key];
    if (value === undefined)
      throw new OperationalError(`the Secret ${namespace}/${secretName} has no ${key}`, { code: 'CERTIFICATE_MISSING', retry: 'never' });
    return Buffer.from(value, 'base64').toString('utf8');
  };
  return { key: text('tls.key'), cert: text('tls.crt') };
}

async function selfSigned(): Promise<Certificate> {
  const { generate } = await import('./certificate-generator.ts');
  const altNames = [
    { type: 2 as const, value: 'localhost' },
    { type: 2 as const, value: hostname() },
    { type: 7 as const, ip: '127.0.0.1' },
  ];
  const made = await generate([{ name: 'organizationName', value: 'ArgoProj' }], {
    keySize: 2048,
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames },
    ],
  });
  return { key: made.private, cert: made.cert };
}
