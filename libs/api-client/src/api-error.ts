import { OperationalError, type RetryAdvice } from '@argosy/std';

/** The codes of gRPC, under which the server reports failures, with their numbers. */
export const statusCodes = {
  CANCELLED: 1,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  OUT_OF_RANGE: 11,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  DATA_LOSS: 15,
  UNAUTHENTICATED: 16,
} as const;

export type StatusName = keyof typeof statusCodes;

/** The body of every failed answer, `{ code, message, details }`: `code` is a number of gRPC. */
export interface ErrorBody {
  readonly code?: number;
  readonly message?: string;
  readonly error?: string;
  readonly details?: readonly unknown[];
}

const BY_NUMBER = new Map<number, StatusName>(Object.entries(statusCodes).map(([name, number]) => [number, name as StatusName]));

const BY_HTTP_STATUS: Readonly<Record<number, StatusName>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  409: 'ALREADY_EXISTS',
  429: 'RESOURCE_EXHAUSTED',
  501: 'UNIMPLEMENTED',
  502: 'UNAVAILABLE',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
};

const RETRIED: ReadonlySet<StatusName> = new Set(['RESOURCE_EXHAUSTED', 'UNAVAILABLE', 'DEADLINE_EXCEEDED']);

/** A refusal by the server, or no answer from it. `code` is `API_<name of the gRPC code>`, for example `API_NOT_FOUND`. */
export class ApiError extends OperationalError {
  readonly status: StatusName;
  /** 0 where there was no answer. */
  readonly httpStatus: number;
  readonly details: readonly unknown[];

  constructor(
    message: string,
    { status, httpStatus, details = [], cause }: { status: StatusName; httpStatus: number; details?: readonly unknown[]; cause?: unknown },
  ) {
    const retry: RetryAdvice = RETRIED.has(status) ? 'backoff' : 'never';
    super(message, { code: `API_${status}`, retry, cause });
    this.name = 'ApiError';
    this.status = status;
    this.httpStatus = httpStatus;
    this.details = details;
  }
}

/** The error that an answer stands for; bodies that are no JSON (of proxies) become its message. */
export function errorOfAnswer(httpStatus: number, text: string): ApiError {
  const body = errorBody(text);
  const status = statusName(body?.code, httpStatus);
  const message = body?.message || body?.error || text.trim().slice(0, 500) || `the server answered with status ${httpStatus}`;
  return new ApiError(message, { status, httpStatus, details: body?.details ?? [] });
}

/** The error of a request that got no answer. */
export function unreachable(url: string, cause: unknown): ApiError {
  const reason = cause instanceof Error ? deepestMessage(cause) : String(cause);
  return new ApiError(`cannot reach ${url}: ${reason}`, { status: 'UNAVAILABLE', httpStatus: 0, cause });
}

/** The name that goes with a code of gRPC or, where there is none, with a status of HTTP. */
export function statusName(code: number | undefined, httpStatus: number): StatusName {
  return BY_NUMBER.get(code ?? 0) ?? BY_HTTP_STATUS[httpStatus] ?? (httpStatus >= 500 ? 'INTERNAL' : 'UNKNOWN');
}

/** `fetch failed` says nothing; what it was caused by does. */
function deepestMessage(error: Error): string {
  return error.cause instanceof Error ? deepestMessage(error.cause) : error.message || error.name;
}

function errorBody(text: string): ErrorBody | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as ErrorBody) : undefined;
  } catch {
    return undefined;
  }
}
