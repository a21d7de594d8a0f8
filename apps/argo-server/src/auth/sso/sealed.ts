import { coreResources, type KubeClient, type KubeObject } from '@argosy/kube';
import { isErrorWithCode } from '@argosy/std';
import { CompactEncrypt, compactDecrypt } from 'jose';
import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Turns data into text that only this installation can read or make (JWE). */
export interface Sealer {
  seal(value: object): Promise<string>;
  /** `undefined`: it is not ours, or was changed. */
  open(text: string): Promise<Readonly<Record<string, unknown>> | undefined>;
}

interface Secret extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
}

const NAME = 'sso';
const FIELD = 'cookieEncryptionPrivateKey';

/** The key is kept in the Secret `sso`, where Argo keeps it, so that sessions outlive restarts and are valid on every replica. */
export async function openSealer(client: KubeClient, namespace: string): Promise<Sealer> {
  const privateKey = await keyOf(client, namespace);
  const publicKey = createPublicKey(privateKey);
  return {
    // Packed, since a cookie holds 4 KB and some people are in many groups.
    seal: (value) =>
      new CompactEncrypt(deflateRawSync(JSON.stringify(value)))
        .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM' })
        .encrypt(publicKey),
    async open(text) {
      try {
        const { plaintext } = await compactDecrypt(text, privateKey);
        return JSON.parse(inflateRawSync(plaintext).toString('utf8')) as Readonly<Record<string, unknown>>;
      } catch {
        // Whatever it is, it is no session.
        return undefined;
      }
    },
  };
}

async function keyOf(client: KubeClient, namespace: string): Promise<KeyObject> {
  const known = await storedKey(client, namespace);
  if (known !== undefined) return known;
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const der = privateKey.export({ format: 'der', type: 'pkcs1' });
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: NAME, namespace }, data: { [FIELD]: der.toString('base64') } };
  try {
    await client.create<Secret>(coreResources.Secret, secret);
  } catch (error) {
    // Another replica was faster.
    if (!isErrorWithCode(error, 'KUBE_ALREADYEXISTS')) throw error;
    return (await storedKey(client, namespace)) ?? addKey(client, namespace, { privateKey, der });
  }
  return privateKey;
}

async function addKey(
  client: KubeClient,
  namespace: string,
  { privateKey, der }: { readonly privateKey: KeyObject; readonly der: Buffer },
): Promise<KeyObject> {
  const body = { data: { [FIELD]: der.toString('base64') } };
  await client.patch<Secret>(coreResources.Secret, { name: NAME, namespace, body }, { type: 'merge' });
  return privateKey;
}

async function storedKey(client: KubeClient, namespace: string): Promise<KeyObject | undefined> {
  try {
    const { data } = await client.get<Secret>(coreResources.Secret, { name: NAME, namespace });
    const text = data?.[FIELD];
    return text === undefined ? undefined : createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs1' });
  } catch (error) {
    if (isErrorWithCode(error, 'KUBE_NOTFOUND')) return undefined;
    throw error;
  }
}
