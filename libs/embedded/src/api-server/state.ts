import type { Clock, Logger } from '@argosy/std';
import type { Store } from '../store/store.ts';
import type { Catalog } from './catalog.ts';

/** What every operation works on. */
export interface ApiState {
  readonly store: Store;
  readonly catalog: Catalog;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Addresses that services are given, such as `10.96.0.0/16`. */
  readonly serviceCidr: string;
}
