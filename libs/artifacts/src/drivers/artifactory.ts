import { request } from 'undici';
import { artifactError, type DriverFactory, type LocatedArtifact } from '../driver.ts';
import { authorize, type HttpAuth } from './http-auth.ts';
import { httpDriver } from './http.ts';
import { codeOfStatus, storeFailure } from './status-codes.ts';

/** JFrog Artifactory: files by URL, with a name and a password or token (acceptance 5-009). */
export const artifactoryDriver: DriverFactory = (options) => {
  const http = httpDriver(options);
  const remove = async (artifact: LocatedArtifact): Promise<void> => {
    const { url, auth } = locationOf(artifact);
    try {
      const { headers } = await authorize(auth, options.secrets);
      const { statusCode, body } = await request(url, { method: 'DELETE', headers });
      await body.dump();
      if (statusCode >= 300 && statusCode !== 404) throw artifactError(codeOfStatus(statusCode), `DELETE ${url} answers ${statusCode}`);
    } catch (error) {
      throw storeFailure(error, `DELETE ${url} failed`, 0);
    }
  };
  return {
    ...http,
    load: (artifact, target) => http.load(asHttp(artifact), target),
    openStream: (artifact) => http.openStream(asHttp(artifact)),
    save: (source, artifact) => http.save(source, asHttp(artifact)),
    saveStream: (content, artifact) => http.saveStream(content, asHttp(artifact)),
    delete: remove,
  };
};

function asHttp({ artifactory: _, ...artifact }: LocatedArtifact & { readonly artifactory?: unknown }): LocatedArtifact {
  return { ...artifact, http: locationOf({ ...artifact, artifactory: _ } as LocatedArtifact) } as LocatedArtifact;
}

function locationOf({ artifactory }: LocatedArtifact): { readonly url: string; readonly auth: HttpAuth } {
  if (!artifactory?.url) throw artifactError('ARTIFACT_INVALID', 'artifactory needs url');
  const { url, usernameSecret, passwordSecret } = artifactory;
  const basicAuth = { ...(usernameSecret?.key && { usernameSecret }), ...(passwordSecret?.key && { passwordSecret }) };
  return { url, auth: Object.keys(basicAuth).length > 0 ? { basicAuth } : {} };
}
