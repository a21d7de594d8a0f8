import { OperationalError, type RetryAdvice } from '@argosy/std';

/** The `Status` object an API server answers with when a call failed. */
export interface KubeStatus {
  readonly code?: number;
  readonly reason?: string;
  readonly message?: string;
  readonly details?: {
    readonly name?: string;
    readonly kind?: string;
    readonly retryAfterSeconds?: number;
    readonly causes?: readonly { readonly reason?: string; readonly message?: string; readonly field?: string }[];
  };
}

/** A call the API server refused, or that did not reach it. `code` is `KUBE_<REASON>`. */
export class KubeError extends OperationalError {
  /** What the server said; absent when it could not be reached. */
  readonly status: KubeStatus | undefined;
  /** True where the request may have taken effect although no answer came. */
  readonly ambiguous: boolean;

  constructor(message: string, options: { code: string; retry: RetryAdvice; status?: KubeStatus; ambiguous?: boolean; cause?: unknown }) {
    super(message, options);
    this.name = 'KubeError';
    this.status = options.status;
    this.ambiguous = options.ambiguous ?? false;
  }
}

/** The error for an answer with an HTTP status of 400 or above; `body` is its text. */
export function kubeErrorOfResponse(httpStatus: number, body: string, what: string): KubeError {
  const parsed = parseStatus(body);
  const status: KubeStatus = { ...parsed, code: parsed.code ?? httpStatus };
  const message = parsed.message || `${what}: the API server answered HTTP ${httpStatus}${body ? `: ${body.slice(0, 300)}` : ''}`;
  return new KubeError(message, { code: codeOf(httpStatus, parsed.reason), retry: adviceFor(httpStatus), status });
}

/** The error for a connection that could not be made or broke. */
export function kubeUnreachable(server: string, cause: unknown, ambiguous: boolean): KubeError {
  const detail = cause instanceof Error ? reasonOf(cause) : String(cause);
  return new KubeError(`cannot reach the Kubernetes API at ${server}: ${detail}`, {
    code: 'KUBE_UNREACHABLE',
    retry: isDistrust(cause) ? 'never' : 'backoff',
    ambiguous,
    cause,
  });
}

/** A certificate that is not trusted now will not be trusted in a second. */
function isDistrust(cause: unknown): boolean {
  return /CERT|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/.test((cause as { code?: string }).code ?? '');
}

/** The `Status` of a failed call, where the error came from an API server. */
export function kubeStatusOf(error: unknown): KubeStatus | undefined {
  return error instanceof Error ? (error as { status?: KubeStatus }).status : undefined;
}

function reasonOf(error: Error): string {
  if (error.message) return error.message;
  const inner = (error as { errors?: readonly Error[] }).errors?.[0];
  return inner?.message ?? (error as { code?: string }).code ?? error.name;
}

function parseStatus(body: string): KubeStatus {
  if (!body.startsWith('{')) return {};
  try {
    return JSON.parse(body) as KubeStatus;
  } catch {
    return {};
  }
}

const REASONS: Readonly<Record<number, string>> = {
  400: 'BADREQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOTFOUND',
  405: 'METHODNOTALLOWED',
  406: 'NOTACCEPTABLE',
  409: 'CONFLICT',
  410: 'GONE',
  413: 'REQUESTENTITYTOOLARGE',
  415: 'UNSUPPORTEDMEDIATYPE',
  422: 'INVALID',
  429: 'TOOMANYREQUESTS',
  500: 'INTERNALERROR',
  503: 'SERVICEUNAVAILABLE',
  504: 'TIMEOUT',
};

function codeOf(httpStatus: number, reason: string | undefined): string {
  // 410 comes as Gone or Expired; callers need one name for it.
  if (httpStatus === 410) return 'KUBE_GONE';
  if (reason) return `KUBE_${reason.toUpperCase()}`;
  return `KUBE_${REASONS[httpStatus] ?? `HTTP${httpStatus}`}`;
}

function adviceFor(httpStatus: number): RetryAdvice {
  if (httpStatus === 409) return 'now';
  if (httpStatus === 429 || httpStatus >= 500) return 'backoff';
  return 'never';
}
