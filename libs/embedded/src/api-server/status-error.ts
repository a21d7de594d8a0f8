/** One reason why an object was refused, as `details.causes` of a Status carries it. */
export interface Cause {
  readonly reason: string;
  readonly message: string;
  readonly field?: string;
}

export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly Cause[];
  readonly retryAfterSeconds?: number;
}

/** The body of every answer that is not an object. */
export interface Status {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly status: 'Success' | 'Failure';
  readonly message?: string;
  readonly reason?: string;
  readonly details?: StatusDetails;
  readonly code?: number;
}

/** The resource that a message names: `workflows.argoproj.io "x" not found`. */
export interface ResourceName {
  readonly group: string;
  readonly plural: string;
  readonly kind: string;
}

interface Failure {
  readonly code: number;
  readonly reason?: string;
  readonly message: string;
  readonly details?: StatusDetails;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** A request that is answered with a failure Status. */
export class StatusError extends Error {
  readonly status: Status & { readonly code: number };

  constructor({ code, reason, message, details, metadata }: Failure) {
    super(message);
    this.name = 'StatusError';
    this.status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: metadata ?? {},
      status: 'Failure',
      message,
      ...(reason ? { reason } : {}),
      ...(details ? { details } : {}),
      code,
    };
  }
}

export function badRequest(message: string): StatusError {
  return new StatusError({ code: 400, reason: 'BadRequest', message });
}

export function unauthorized(): StatusError {
  return new StatusError({ code: 401, reason: 'Unauthorized', message: 'Unauthorized' });
}

export function forbidden(resource: ResourceName, name: string, why: string): StatusError {
  return new StatusError({
    code: 403,
    reason: 'Forbidden',
    message: `${qualified(resource)} ${quote(name)}is forbidden: ${why}`,
    details: detailsOf(resource, name),
  });
}

export function notFound(resource: ResourceName, name: string): StatusError {
  return new StatusError({
    code: 404,
    reason: 'NotFound',
    message: `${qualified(resource)} ${quote(name)}not found`,
    details: detailsOf(resource, name),
  });
}

/** No such path; kubectl knows it by the message. */
export function pathNotFound(): StatusError {
  return new StatusError({ code: 404, reason: 'NotFound', message: 'the server could not find the requested resource', details: {} });
}

export function methodNotAllowed(): StatusError {
  return new StatusError({
    code: 405,
    reason: 'MethodNotAllowed',
    message: 'the server does not allow this method on the requested resource',
    details: {},
  });
}

export function notAcceptable(offered: string): StatusError {
  return new StatusError({ code: 406, reason: 'NotAcceptable', message: `only the following media types are accepted: ${offered}` });
}

export function alreadyExists(resource: ResourceName, name: string): StatusError {
  return new StatusError({
    code: 409,
    reason: 'AlreadyExists',
    message: `${qualified(resource)} ${quote(name)}already exists`,
    details: detailsOf(resource, name),
  });
}

export function conflict(resource: ResourceName, name: string, why: string): StatusError {
  const message = `Operation cannot be fulfilled on ${qualified(resource)} "${name}": ${why}`;
  return new StatusError({ code: 409, reason: 'Conflict', message, details: detailsOf(resource, name) });
}

/** Server-side apply that would take fields from other managers. */
export function applyConflict(causes: readonly Cause[], message: string): StatusError {
  return new StatusError({ code: 409, reason: 'Conflict', message, details: { causes } });
}

/** Server-side apply of what cannot be typed by the schema; the API server of Kubernetes answers it with 500 and no reason, too. */
export function failedApply(message: string): StatusError {
  return new StatusError({ code: 500, message });
}

export function expired(message: string, metadata?: Readonly<Record<string, unknown>>): StatusError {
  return new StatusError({ code: 410, reason: 'Expired', message, ...(metadata ? { metadata } : {}) });
}

export function requestTooLarge(limit: number): StatusError {
  return new StatusError({ code: 413, reason: 'RequestEntityTooLarge', message: `Request entity too large: limit is ${limit}` });
}

export function unsupportedMediaType(accepted: string): StatusError {
  return new StatusError({
    code: 415,
    reason: 'UnsupportedMediaType',
    message: `the body of the request was in an unknown format - accepted media types include: ${accepted}`,
  });
}

export function invalid(resource: ResourceName, name: string, causes: readonly Cause[]): StatusError {
  const list = causes.map((cause) => (cause.field ? `${cause.field}: ${cause.message}` : cause.message));
  const text = list.length === 1 ? list[0] : `[${list.join(', ')}]`;
  return new StatusError({
    code: 422,
    reason: 'Invalid',
    message: `${resource.kind}${resource.group ? `.${resource.group}` : ''} "${name}" is invalid: ${text}`,
    details: { ...detailsOf({ ...resource, plural: resource.kind }, name), causes },
  });
}

export function tooManyRequests(message: string, details?: StatusDetails): StatusError {
  return new StatusError({ code: 429, reason: 'TooManyRequests', message, ...(details ? { details } : {}) });
}

export function internalError(message: string): StatusError {
  return new StatusError({
    code: 500,
    reason: 'InternalError',
    message: `Internal error occurred: ${message}`,
    details: { causes: [{ reason: 'InternalError', message }] },
  });
}

export function tooLargeResourceVersion(wanted: number, current: number): StatusError {
  const cause = { reason: 'ResourceVersionTooLarge', message: 'Too large resource version' };
  return new StatusError({
    code: 504,
    reason: 'Timeout',
    message: `Timeout: Too large resource version: ${wanted}, current: ${current}`,
    details: { causes: [cause], retryAfterSeconds: 1 },
  });
}

function qualified({ group, plural }: ResourceName): string {
  return group ? `${plural}.${group}` : plural;
}

function quote(name: string): string {
  return name ? `"${name}" ` : '';
}

function detailsOf({ group, plural }: ResourceName, name: string): StatusDetails {
  return { ...(name ? { name } : {}), ...(group ? { group } : {}), kind: plural };
}
