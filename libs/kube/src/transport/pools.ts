// oxlint-disable-next-line typescript/triple-slash-reference -- ambient declarations cannot be imported, and users of this library must see them too
/// <reference path="./undici-deep.d.ts" />
import api from 'undici/lib/api/index.js';
import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';
import Pool from 'undici/lib/dispatcher/pool.js';
import type { TlsIdentity } from '../connection/connection.ts';

// What undici's index does, without loading the rest of it.
Dispatcher.prototype.request = api.request;

/** Connections of a client: calls share a few, every watch has one of its own. */
export interface Pools {
  readonly calls: Pool;
  readonly watches: Pool;
}

/** Opens no connection yet. `origin` is scheme, host and port. */
export function openPools(origin: string, tls: TlsIdentity, connections: number): Pools {
  const connect = { ...definedOnly(tls), keepAlive: true, timeout: 10_000 };
  const shared = { connect, allowH2: false, pipelining: 1, keepAliveTimeout: 30_000, keepAliveMaxTimeout: 120_000 };
  return {
    calls: new Pool(origin, { ...shared, connections, headersTimeout: 60_000, bodyTimeout: 60_000 }),
    watches: new Pool(origin, { ...shared, connections: null, headersTimeout: 60_000, bodyTimeout: 0 }),
  };
}

function definedOnly(tls: TlsIdentity): Record<string, unknown> {
  return Object.fromEntries(Object.entries(tls).filter(([, value]) => value !== undefined));
}
