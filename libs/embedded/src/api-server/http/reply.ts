import type { ServerResponse } from 'node:http';
import type { StoredObject } from '../../store/history.ts';
import { presentObject } from '../read/present.ts';
import { readIncludeObject, tableOf } from '../read/table.ts';
import type { Presentation } from '../request.ts';
import type { Resource } from '../resource.ts';
import { StatusError, internalError, type Status } from '../status-error.ts';

/** An answer that is sent in one piece. */
export interface Reply {
  readonly code: number;
  readonly body: Buffer;
  readonly contentType?: string;
  readonly warnings?: readonly string[];
  /** The object's name, for the audit log. */
  readonly name?: string;
}

export function jsonReply(code: number, value: unknown, contentType?: string): Reply {
  return { code, body: Buffer.from(JSON.stringify(value)), ...(contentType ? { contentType } : {}) };
}

export function textReply(code: number, text: string, contentType = 'text/plain; charset=utf-8'): Reply {
  return { code, body: Buffer.from(text), contentType };
}

export interface ObjectReply {
  readonly code: number;
  readonly resource: Resource;
  readonly stored: StoredObject;
  readonly presentation: Presentation;
  readonly query: URLSearchParams;
  readonly now: number;
  readonly warnings?: readonly string[];
}

/** One object, as the client asked to see it. */
export function objectReply({ code, resource, stored, presentation, query, now, warnings = [] }: ObjectReply): Reply {
  const name = stored.object.metadata.name ?? '';
  if (presentation !== 'table') return { code, body: presentObject(resource, stored, presentation), warnings, name };
  const metadata = { resourceVersion: stored.object.metadata.resourceVersion };
  const table = tableOf(resource, [stored], { includeObject: readIncludeObject(query), now, metadata, withColumns: true });
  return { ...jsonReply(code, table), warnings, name };
}

/** The Success status that deletions are answered with. */
export function successStatus({ group, plural }: Resource, stored: StoredObject): Status {
  const { name = '', uid = '' } = stored.object.metadata;
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { name, ...(group ? { group } : {}), kind: plural, uid },
  };
}

/** The answer to a request that failed; what is no StatusError is a bug and says so. */
export function errorReply(error: unknown): Reply {
  const { status } = error instanceof StatusError ? error : internalError(error instanceof Error ? error.message : String(error));
  return jsonReply(status.code, status);
}

export function sendReply(response: ServerResponse, { code, body, contentType = 'application/json', warnings }: Reply): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const headers: Record<string, string | number | string[]> = {
    'Content-Type': contentType,
    'Content-Length': body.length,
    'Cache-Control': 'no-cache, private',
  };
  if (warnings?.length) headers['Warning'] = warnings.map((warning) => `299 - ${JSON.stringify(warning)}`);
  response.writeHead(code, headers);
  response.end(body);
}
