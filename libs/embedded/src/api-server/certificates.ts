import fs from 'node:fs';
import path from 'node:path';

export interface ServerCertificate {
  readonly key: string;
  readonly certificate: string;
  /** What clients must trust. */
  readonly authority: string;
}

export interface CertificateOptions {
  readonly hosts: readonly string[];
  /** Where the certificate is kept, so that kubeconfigs outlive a restart. */
  readonly directory: string | undefined;
}

/** Reads the server's certificate, or makes one for the hosts that signs itself. */
export async function serverCertificate({ hosts, directory }: CertificateOptions): Promise<ServerCertificate> {
  const keyFile = directory && path.join(directory, 'server.key');
  const certificateFile = directory && path.join(directory, 'server.crt');
  if (keyFile && certificateFile && fs.existsSync(keyFile) && fs.existsSync(certificateFile)) {
    const certificate = fs.readFileSync(certificateFile, 'utf8');
    return { key: fs.readFileSync(keyFile, 'utf8'), certificate, authority: certificate };
  }
  const { generate } = await import('./certificate-generator.ts');
  const altNames = hosts.map((host) => (/^[\d.]+$|:/.test(host) ? { type: 7 as const, ip: host } : { type: 2 as const, value: host }));
  const extensions = [
    { name: 'basicConstraints' as const, cA: true },
    { name: 'keyUsage' as const, keyCertSign: true, digitalSignature: true, keyEncipherment: true },
    { name: 'extKeyUsage' as const, serverAuth: true },
    { name: 'subjectAltName' as const, altNames },
  ];
  const made = await generate([{ name: 'commonName', value: 'argosy' }], { keySize: 2048, algorithm: 'sha256', extensions });
  if (keyFile && certificateFile) {
    fs.writeFileSync(keyFile, made.private, { mode: 0o600 });
    fs.writeFileSync(certificateFile, made.cert);
  }
  return { key: made.private, certificate: made.cert, authority: made.cert };
}
