import { ApiError, type StatusName } from '@argosy/api-client';
import { OperationalError } from '@argosy/std';

/** What verbs look for, whoever answers. */
const CODES: Readonly<Partial<Record<StatusName, string>>> = {
  NOT_FOUND: 'KUBE_NOTFOUND',
  ALREADY_EXISTS: 'KUBE_ALREADYEXISTS',
  ABORTED: 'KUBE_CONFLICT',
  PERMISSION_DENIED: 'KUBE_FORBIDDEN',
  UNAUTHENTICATED: 'SERVER_UNAUTHENTICATED',
  UNAVAILABLE: 'SERVER_UNREACHABLE',
};

/** The same failure with the code that the Kubernetes client would give it. */
export function serverError(error: unknown): unknown {
  if (!(error instanceof ApiError)) return error;
  return new OperationalError(error.message, { code: CODES[error.status] ?? error.code, retry: error.retry, cause: error });
}

/** Runs a call to the server; its failures get the codes that verbs know. */
export async function answered<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw serverError(error);
  }
}
