import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import type { Identity, User } from './auth/user.ts';
import type { ApiRequest } from './request.ts';

export interface AuditEntry {
  /** Watches and other streams are reported when they start, too. */
  readonly stage: 'ResponseStarted' | 'ResponseComplete';
  readonly request: ApiRequest;
  readonly identity: Identity | undefined;
  readonly code: number;
  readonly receivedAt: number;
  readonly completedAt: number;
  /** The name that the server chose, where the path has none. */
  readonly name: string;
}

/** Writes one `audit.k8s.io/v1` Event of level Metadata per request. */
export interface AuditLog {
  write(entry: AuditEntry): void;
  close(): void;
}

const flushMs = 50;

/** Appends to a file. Lines are gathered for a moment, so that a request does not wait for the disk. */
export function openAuditLog(file: string): AuditLog {
  const descriptor = fs.openSync(file, 'a');
  let lines: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    timer = undefined;
    const text = lines.join('');
    lines = [];
    if (text) fs.writeSync(descriptor, text);
  };
  return {
    write: (entry) => {
      lines.push(`${JSON.stringify(auditEvent(entry))}\n`);
      timer ??= setTimeout(flush, flushMs);
    },
    close: () => {
      clearTimeout(timer);
      flush();
      fs.closeSync(descriptor);
    },
  };
}

function auditEvent({ stage, request, identity, code, receivedAt, completedAt, name }: AuditEntry): object {
  const { target, message } = request;
  const userAgent = message.headers['user-agent'];
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: randomUUID(),
    stage,
    requestURI: request.uri,
    verb: request.verb,
    user: userOf(identity?.user),
    ...(identity?.impersonated ? { impersonatedUser: userOf(identity.impersonated) } : {}),
    sourceIPs: [message.socket.remoteAddress ?? ''],
    ...(userAgent ? { userAgent } : {}),
    ...(target ? { objectRef: objectReference(target, name) } : {}),
    responseStatus: { metadata: {}, code },
    requestReceivedTimestamp: microseconds(receivedAt),
    stageTimestamp: microseconds(completedAt),
  };
}

function objectReference(target: NonNullable<ApiRequest['target']>, name: string): object {
  const { plural, namespace, group, version, subresource } = target;
  const known = target.name || name;
  return {
    resource: plural,
    ...(namespace ? { namespace } : {}),
    ...(known ? { name: known } : {}),
    ...(group ? { apiGroup: group } : {}),
    apiVersion: version,
    ...(subresource ? { subresource } : {}),
  };
}

function userOf(user: User | undefined): object {
  return { username: user?.username ?? 'system:anonymous', groups: user?.groups ?? ['system:unauthenticated'] };
}

function microseconds(instant: number): string {
  return new Date(instant).toISOString().replace('Z', '000Z');
}
