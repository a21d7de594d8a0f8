import type { Call, Endpoint } from '../api/endpoint.ts';
import type { Services } from '../services/services.ts';

type Calls = Extract<Endpoint, { kind: 'call' }>;

/** An endpoint before it knows what it works with. */
export type Route = Omit<Calls, 'handle' | 'kind'> & { handle(services: Services, call: Call): Promise<unknown> };

/** The endpoints of a table of routes. */
export function bound(services: Services, routes: readonly Route[]): readonly Endpoint[] {
  return routes.map((route) => ({ ...route, kind: 'call', handle: (call) => route.handle(services, call) }));
}
