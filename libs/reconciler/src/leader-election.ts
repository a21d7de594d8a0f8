import { coreResources, type KubeClient, type KubeObject, pause, type Timers } from '@argosy/kube';
import { type Instant, isErrorWithCode, type Logger, type Milliseconds, toRfc3339 } from '@argosy/std';

export interface LeaderElectionOptions {
  readonly client: Pick<KubeClient, 'get' | 'create' | 'update'>;
  readonly namespace: string;
  /** Name of the Lease. */
  readonly name: string;
  /** Who we are; unique among the candidates. */
  readonly identity: string;
  readonly leaseDuration?: Milliseconds;
  /** Leadership is given up when it could not be renewed for this long. */
  readonly renewDeadline?: Milliseconds;
  readonly retryPeriod?: Milliseconds;
  /** How often one who does not lead looks whether the Lease is free. */
  readonly candidatePeriod?: Milliseconds;
  readonly timers: Timers;
  readonly logger: Logger;
  readonly onStarted: () => void;
  /** Called once leadership is lost for whatever reason; nothing may be written after it returns. */
  readonly onStopped: () => void;
}

export interface LeaderElection {
  readonly isLeader: boolean;
  start(): void;
  /** Stops taking part and gives the Lease back, so that the next one need not wait for it to expire. */
  stop(): Promise<void>;
}

interface Lease extends KubeObject {
  readonly spec?: {
    readonly holderIdentity?: string | null;
    readonly leaseDurationSeconds?: number;
    readonly acquireTime?: string;
    readonly renewTime?: string;
    readonly leaseTransitions?: number;
  };
}

/**
 * Takes part in the election of one leader by a Lease, as client-go does: 15 s lease, 10 s to renew it, every 5 s a try. Those who wait look every
 * second, so that a Lease that was given back has a new holder at once.
 */
export function createLeaderElection(options: LeaderElectionOptions): LeaderElection {
  const state: State = {
    leaseDuration: 15_000,
    renewDeadline: 10_000,
    retryPeriod: 5_000,
    candidatePeriod: 1_000,
    ...options,
    leads: false,
    renewedAt: 0,
    seen: undefined,
    stopping: new AbortController(),
    loop: undefined,
  };
  return {
    get isLeader() {
      return state.leads;
    },
    start: () => {
      state.loop = run(state);
    },
    stop: () => stop(state),
  };
}

interface State extends LeaderElectionOptions {
  readonly leaseDuration: Milliseconds;
  readonly renewDeadline: Milliseconds;
  readonly retryPeriod: Milliseconds;
  readonly candidatePeriod: Milliseconds;
  leads: boolean;
  renewedAt: Instant;
  /** The other holder's last sign of life, by our clock: theirs may be wrong. */
  seen: { readonly version: string | undefined; readonly at: Instant } | undefined;
  readonly stopping: AbortController;
  loop: Promise<void> | undefined;
}

async function run(state: State): Promise<void> {
  const { timers, stopping } = state;
  while (!stopping.signal.aborted) {
    const attemptedAt = timers.now();
    const held = await Promise.race([tryHold(state), expiry(state, attemptedAt)]);
    if (stopping.signal.aborted) return;
    if (held) lead(state, attemptedAt);
    else if (state.leads && timers.now() - state.renewedAt >= state.renewDeadline) step(state, 'the lease could not be renewed in time');
    await pause(timers, periodOf(state, held), stopping.signal);
  }
}

function periodOf({ leads, retryPeriod, candidatePeriod, timers }: State, held: boolean): Milliseconds {
  if (!leads) return candidatePeriod * (1 + timers.random() / 5);
  return held ? retryPeriod : Math.min(retryPeriod, 1_000);
}

/** A request that hangs must not keep a leader in office. */
async function expiry(state: State, attemptedAt: Instant): Promise<false> {
  const remaining = state.leads ? state.renewedAt + state.renewDeadline - attemptedAt : state.renewDeadline;
  await pause(state.timers, Math.max(0, remaining), state.stopping.signal);
  return false;
}

function lead(state: State, renewedAt: Instant): void {
  state.renewedAt = renewedAt;
  if (state.leads) return;
  state.leads = true;
  state.logger.info('became the leader', { lease: state.name, identity: state.identity });
  state.onStarted();
}

function step(state: State, why: string): void {
  if (!state.leads) return;
  state.leads = false;
  state.logger.warn(`no longer the leader: ${why}`, { lease: state.name, identity: state.identity });
  state.onStopped();
}

async function tryHold(state: State): Promise<boolean> {
  try {
    const lease = await readLease(state);
    if (lease === undefined) {
      await state.client.create<Lease>(coreResources.Lease, nextLease(state, undefined));
      return true;
    }
    if (!isOurs(state, lease) && !isExpired(state, lease)) {
      step(state, `${lease.spec?.holderIdentity} holds the lease`);
      return false;
    }
    await state.client.update<Lease>(coreResources.Lease, nextLease(state, lease));
    return true;
  } catch (error) {
    const isRace = isErrorWithCode(error, 'KUBE_CONFLICT') || isErrorWithCode(error, 'KUBE_ALREADYEXISTS');
    if (!isRace) state.logger.warn(`cannot hold the lease: ${(error as Error).message}`, { lease: state.name });
    return false;
  }
}

async function readLease({ client, namespace, name }: State): Promise<Lease | undefined> {
  try {
    return await client.get<Lease>(coreResources.Lease, { namespace, name });
  } catch (error) {
    if (isErrorWithCode(error, 'KUBE_NOTFOUND')) return undefined;
    throw error;
  }
}

function isOurs(state: State, lease: Lease): boolean {
  return lease.spec?.holderIdentity === state.identity;
}

function isExpired(state: State, lease: Lease): boolean {
  const { timers } = state;
  if (!lease.spec?.holderIdentity) return true;
  const version = lease.metadata.resourceVersion;
  if (state.seen?.version !== version) state.seen = { version, at: timers.now() };
  const duration = (lease.spec.leaseDurationSeconds ?? 15) * 1_000;
  return timers.now() - (state.seen?.at ?? 0) >= duration;
}

function nextLease(state: State, lease: Lease | undefined): Lease {
  const now = microTime(state.timers.now());
  const common = { holderIdentity: state.identity, leaseDurationSeconds: Math.round(state.leaseDuration / 1_000), renewTime: now };
  if (lease === undefined) {
    const metadata = { name: state.name, namespace: state.namespace };
    return { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata, spec: { ...common, acquireTime: now, leaseTransitions: 0 } };
  }
  const transitions = lease.spec?.leaseTransitions ?? 0;
  const history = isOurs(state, lease)
    ? { acquireTime: lease.spec?.acquireTime ?? now, leaseTransitions: transitions }
    : { acquireTime: now, leaseTransitions: transitions + 1 };
  return { ...lease, spec: { ...common, ...history } };
}

/** The API wants exactly six digits. */
function microTime(instant: Instant): string {
  return toRfc3339(instant).replace('Z', '000Z');
}

async function stop(state: State): Promise<void> {
  state.stopping.abort();
  await state.loop;
  if (!state.leads) return;
  step(state, 'shutting down');
  try {
    const lease = await readLease(state);
    if (lease === undefined || !isOurs(state, lease)) return;
    await state.client.update<Lease>(coreResources.Lease, {
      ...lease,
      spec: { ...lease.spec, holderIdentity: '', leaseDurationSeconds: 1 },
    });
  } catch (error) {
    state.logger.info(`could not give the lease back, it will expire: ${(error as Error).message}`, { lease: state.name });
  }
}
