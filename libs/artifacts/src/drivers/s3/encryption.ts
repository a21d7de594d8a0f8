import { artifactError } from '../../driver.ts';
import type { S3Location } from './location.ts';

/** What reading an object of a customer's key needs. */
export interface CustomerKey {
  readonly SSECustomerAlgorithm?: string;
  readonly SSECustomerKey?: string;
}

interface Encryption extends CustomerKey {
  readonly ServerSideEncryption?: 'AES256' | 'aws:kms';
  readonly SSEKMSKeyId?: string;
  readonly SSEKMSEncryptionContext?: string;
}

/** Reading: the store asks for a customer's key again, other keys it knows. */
export function customerKeyOf({ customerKey }: S3Location): CustomerKey {
  return customerKey ? { SSECustomerAlgorithm: 'AES256', SSECustomerKey: customerKey } : {};
}

/** Writing: with a customer's key, one of the key service, or the store's own (acceptance 5-002). */
export function encryptionOf(location: S3Location): Encryption {
  const { enableEncryption, kmsKeyId, kmsEncryptionContext } = location.artifact.encryptionOptions ?? {};
  if (location.customerKey && kmsKeyId)
    throw artifactError('ARTIFACT_INVALID', 's3 encryptionOptions: give kmsKeyId or serverSideCustomerKeySecret, not both');
  if (location.customerKey) return customerKeyOf(location);
  if (!enableEncryption) return {};
  if (!kmsKeyId) return { ServerSideEncryption: 'AES256' };
  const context = kmsEncryptionContext && { SSEKMSEncryptionContext: Buffer.from(kmsEncryptionContext).toString('base64') };
  return { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: kmsKeyId, ...context };
}
