import { type ErrorBody, statusCodes, type StatusName } from '@argosy/api-client';
import { KubeError } from '@argosy/kube';
import { isErrorWithCode, OperationalError } from '@argosy/std';

/** A refusal that the caller is told, with the code of gRPC under which clients know it. */
export class ApiFailure extends OperationalError {
  readonly status: StatusName;

  constructor(status: StatusName, message: string, cause?: unknown) {
    super(message, { code: `SERVER_${status}`, retry: 'never', cause });
    this.name = 'ApiFailure';
    this.status = status;
  }
}

export const invalid = (message: string): ApiFailure => new ApiFailure('INVALID_ARGUMENT', message);
export const notFound = (message: string): ApiFailure => new ApiFailure('NOT_FOUND', message);

const HTTP_STATUSES: Readonly<Record<StatusName, number>> = {
  CANCELLED: 499,
  UNKNOWN: 500,
  INVALID_ARGUMENT: 400,
  DEADLINE_EXCEEDED: 504,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  PERMISSION_DENIED: 403,
  RESOURCE_EXHAUSTED: 429,
  FAILED_PRECONDITION: 400,
  ABORTED: 409,
  OUT_OF_RANGE: 400,
  UNIMPLEMENTED: 501,
  INTERNAL: 500,
  UNAVAILABLE: 503,
  DATA_LOSS: 500,
  UNAUTHENTICATED: 401,
};

/** How an error is answered: the status line and the body. */
export interface FailureAnswer {
  readonly httpStatus: number;
  readonly body: Required<Omit<ErrorBody, 'error'>>;
  /** False: a fault of ours, which belongs into the log. */
  readonly isExpected: boolean;
}

/** The answer to any error that a handler threw (acceptance 8-002). */
export function failureAnswer(error: unknown): FailureAnswer {
  const status = statusOf(error);
  const message = error instanceof Error ? error.message : String(error);
  return {
    httpStatus: HTTP_STATUSES[status],
    body: { code: statusCodes[status], message, details: [] },
    isExpected: status !== 'INTERNAL',
  };
}

function statusOf(error: unknown): StatusName {
  if (error instanceof ApiFailure) return error.status;
  if (isErrorWithCode(error, 'DATABASE_FAILED') || isErrorWithCode(error, 'SSO_FAILED')) return 'UNAVAILABLE';
  if (error instanceof KubeError) return KUBE_STATUSES[error.status?.code ?? 503] ?? 'INTERNAL';
  return statusOfFastify((error as { readonly statusCode?: number }).statusCode ?? 500);
}

/** Bad JSON, a body that is too large, a rate limit. */
function statusOfFastify(code: number): StatusName {
  if (code === 413 || code === 429) return 'RESOURCE_EXHAUSTED';
  return code >= 400 && code < 500 ? 'INVALID_ARGUMENT' : 'INTERNAL';
}

const KUBE_STATUSES: Readonly<Record<number, StatusName>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  405: 'UNIMPLEMENTED',
  409: 'ALREADY_EXISTS',
  410: 'OUT_OF_RANGE',
  413: 'INVALID_ARGUMENT',
  422: 'INVALID_ARGUMENT',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
};
