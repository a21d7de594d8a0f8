import { boolean, type Definitions, integer, list, object, ref, string, strings } from './shorthand.ts';

const secret = (description: string): ReturnType<typeof ref> => ref('SecretKeySelector', description);

/** The stores that artifacts can lie in, and how to get into each. */
export const artifactStoreDefinitions: Definitions = {
  S3Bucket: object('A bucket of a store that speaks S3.', {
    endpoint: string('Host, and port if need be, of the store.'),
    bucket: string('Name of the bucket.'),
    region: string('Region of the bucket.'),
    insecure: boolean('Plain HTTP instead of HTTPS.'),
    accessKeySecret: secret('The access key.'),
    secretKeySecret: secret('The secret key.'),
    sessionTokenSecret: secret('The session token of passing credentials.'),
    roleARN: string('A role to assume.'),
    useSDKCreds: boolean("Credentials come from the SDK's own places: environment, files, instance."),
    createBucketIfNotPresent: ref('CreateS3BucketOptions', 'The bucket is made when something is stored and it is not there.'),
    encryptionOptions: ref('S3EncryptionOptions', 'How objects are encrypted.'),
    caSecret: secret("The certificate authority of the store's certificate."),
  }),
  S3Artifact: object('An object in a store that speaks S3.', { key: string('Key of the object.') }, { extends: 'S3Bucket' }),
  CreateS3BucketOptions: object('How a bucket is made.', { objectLocking: boolean('With object locking.') }),
  S3EncryptionOptions: object('How objects are encrypted.', {
    kmsKeyId: string('Key of the key service.'),
    kmsEncryptionContext: string('Encryption context, as JSON.'),
    enableEncryption: boolean("Objects are encrypted; with the store's own key unless one is given."),
    serverSideCustomerKeySecret: secret('A key of your own that the store encrypts with.'),
  }),
  GitArtifact: object(
    'A git repository at some revision.',
    {
      repo: string('URL of the repository.'),
      revision: string('Commit, tag or branch to check out.'),
      depth: integer('How many commits are fetched; all if not given.', { minimum: 0 }),
      fetch: strings('Refs that are fetched, too.'),
      usernameSecret: secret('User name.'),
      passwordSecret: secret('Password or token.'),
      sshPrivateKeySecret: secret('Private SSH key.'),
      insecureIgnoreHostKey: boolean('The host key of the server is not checked.'),
      disableSubmodules: boolean('Submodules are left out.'),
      singleBranch: boolean('Only `branch` is fetched.'),
      branch: string('The branch for `singleBranch`.'),
      insecureSkipTLS: boolean('The certificate of the server is not checked.'),
    },
    { required: ['repo'] },
  ),
  HTTPArtifact: object(
    'A URL: read with GET, written with PUT.',
    {
      url: string('The URL.'),
      headers: list(ref('Header', 'One header.'), 'Headers that are sent along.'),
      auth: ref('HTTPAuth', 'How to prove who asks.'),
    },
    { required: ['url'] },
  ),
  Header: object('A header of a request.', { name: string('Its name.'), value: string('Its value.') }, { required: ['name', 'value'] }),
  HTTPAuth: object('How to prove to an HTTP server who asks.', {
    clientCert: ref('ClientCertAuth', 'A client certificate.'),
    oauth2: ref('OAuth2Auth', 'A token that is asked for.'),
    basicAuth: ref('BasicAuth', 'User name and password.'),
  }),
  BasicAuth: object('User name and password.', { usernameSecret: secret('User name.'), passwordSecret: secret('Password.') }),
  ClientCertAuth: object('A client certificate.', {
    clientCertSecret: secret('The certificate.'),
    clientKeySecret: secret('Its private key.'),
  }),
  OAuth2Auth: object('OAuth2 client credentials.', {
    clientIDSecret: secret('Id of the client.'),
    clientSecretSecret: secret('Secret of the client.'),
    tokenURLSecret: secret('URL that gives tokens.'),
    scopes: strings('Scopes that are asked for.'),
    endpointParams: list(ref('OAuth2EndpointParam', 'One parameter.'), 'Further parameters of the request.'),
  }),
  OAuth2EndpointParam: object(
    'A parameter of a token request.',
    { key: string('Its name.'), value: string('Its value.') },
    { required: ['key'] },
  ),
  ArtifactoryAuth: object('User name and password for Artifactory.', {
    usernameSecret: secret('User name.'),
    passwordSecret: secret('Password or API key.'),
  }),
  ArtifactoryArtifact: object(
    'A file in JFrog Artifactory.',
    { url: string('URL of the file.') },
    { extends: 'ArtifactoryAuth', required: ['url'] },
  ),
  HDFSConfig: object('How to get into a Hadoop file system.', {
    addresses: strings('Addresses of the name nodes.'),
    hdfsUser: string('User, where Kerberos is not used.'),
    dataTransferProtection: string('Protection of transfers, as `dfs.data.transfer.protection` has it.'),
    krbCCacheSecret: secret('Kerberos credential cache.'),
    krbKeytabSecret: secret('Kerberos keytab.'),
    krbUsername: string('Kerberos user of the keytab.'),
    krbRealm: string('Kerberos realm of the keytab.'),
    krbConfigConfigMap: ref('ConfigMapKeySelector', 'Kerberos configuration.'),
    krbServicePrincipalName: string('Principal of the Kerberos service.'),
  }),
  HDFSArtifact: object(
    'A file in a Hadoop file system.',
    { path: string('Path of the file.'), force: boolean('A file that is already there is replaced.') },
    { extends: 'HDFSConfig', required: ['path'] },
  ),
  RawArtifact: object('Text in the manifest itself.', { data: string('The text.') }, { required: ['data'] }),
  OSSBucket: object('A bucket of Alibaba Cloud OSS.', {
    endpoint: string('Host of the store.'),
    bucket: string('Name of the bucket.'),
    accessKeySecret: secret('The access key.'),
    secretKeySecret: secret('The secret key.'),
    createBucketIfNotPresent: boolean('The bucket is made when something is stored and it is not there.'),
    securityToken: string('Token of passing credentials.'),
    lifecycleRule: ref('OSSLifecycleRule', 'What becomes of objects as they age.'),
    useSDKCreds: boolean("Credentials come from the SDK's own places."),
  }),
  OSSArtifact: object(
    'An object in Alibaba Cloud OSS.',
    { key: string('Key of the object.') },
    { extends: 'OSSBucket', required: ['key'] },
  ),
  OSSLifecycleRule: object('What becomes of objects as they age.', {
    markInfrequentAccessAfterDays: integer('Days until they move to cheaper storage.'),
    markDeletionAfterDays: integer('Days until they are deleted.'),
  }),
  GCSBucket: object('A bucket of Google Cloud Storage.', {
    bucket: string('Name of the bucket.'),
    serviceAccountKeySecret: secret('Key of a service account.'),
  }),
  GCSArtifact: object(
    'An object in Google Cloud Storage.',
    { key: string('Key of the object.') },
    { extends: 'GCSBucket', required: ['key'] },
  ),
  AzureBlobContainer: object('A container of Azure Storage.', {
    endpoint: string('URL of the account, such as https://NAME.blob.core.windows.net.'),
    container: string('Name of the container.'),
    accountKeySecret: secret('Key of the account.'),
    useSDKCreds: boolean("Credentials come from the SDK's own places."),
  }),
  AzureArtifact: object(
    'A blob in Azure Storage.',
    { blob: string('Name of the blob.') },
    { extends: 'AzureBlobContainer', required: ['blob'] },
  ),
  PluginArtifact: object('Something that an artifact plugin knows how to read and write.', {
    name: string('Name of the plugin, as the installation has it configured.'),
    configuration: string('What the plugin needs to know; its own language.'),
    connectionTimeoutSeconds: integer('How long to wait for the plugin to answer.'),
    key: string('Key of the object.'),
  }),
  LocalArtifact: object('A file below a directory of the host; an addition of Argosy.', {
    path: string('The directory.'),
    key: string('Key of the object: its path below the directory.'),
  }),
};
