import type { StoreEvent } from '../../../store/history.ts';
import type { ApiObject, OwnerReference } from '../../../store/object.ts';
import type { ApiState } from '../../state.ts';
import type { WorkQueue } from '../work-queue.ts';
import { reconcileDaemonSet } from './daemon-sets.ts';
import { reconcileDeployment } from './deployments.ts';
import { JobTally } from './job-tally.ts';
import { jobController } from './jobs.ts';
import { controllerOf, OwnedObjects } from './owned-objects.ts';
import { reconcileReplicaSet } from './replica-sets.ts';
import { reconcileStatefulSet } from './stateful-sets.ts';
import type { Controller, Workload } from './workload.ts';

const ownedStorages = ['pods', 'replicasets.apps', 'controllerrevisions.apps'];

/** Kinds whose objects are managed here, by where they are stored. */
const storageOf: Readonly<Record<string, string>> = {
  'apps/v1/Deployment': 'deployments.apps',
  'apps/v1/ReplicaSet': 'replicasets.apps',
  'apps/v1/StatefulSet': 'statefulsets.apps',
  'apps/v1/DaemonSet': 'daemonsets.apps',
  'batch/v1/Job': 'jobs.batch',
};

/** Makes the pods of jobs, deployments, stateful sets and daemon sets; returns what stops it. */
export function startWorkloads(state: ApiState, queue: WorkQueue): () => void {
  const workloads = new Workloads(state, queue);
  for (const storage of Object.values(storageOf)) for (const { object } of state.store.list(storage)) workloads.look(storage, object);
  return state.store.subscribeAll((event, storage) => workloads.take(storage, event));
}

class Workloads {
  private readonly state: ApiState;
  private readonly queue: WorkQueue;
  private readonly owned: OwnedObjects;
  private readonly tally = new JobTally();
  private readonly controllers: Readonly<Record<string, Controller>>;

  constructor(state: ApiState, queue: WorkQueue) {
    this.state = state;
    this.queue = queue;
    this.owned = new OwnedObjects(state.store, ownedStorages);
    this.controllers = {
      'deployments.apps': reconcileDeployment,
      'replicasets.apps': reconcileReplicaSet,
      'statefulsets.apps': reconcileStatefulSet,
      'daemonsets.apps': reconcileDaemonSet,
      'jobs.batch': jobController(this.tally),
    };
  }

  take(storage: string, event: StoreEvent): void {
    const { object } = event.current;
    if (storage === 'nodes') this.lookAtDaemons(event);
    if (ownedStorages.includes(storage)) this.takeOwned(storage, event);
    if (!this.controllers[storage]) return;
    if (event.type === 'DELETED') this.tally.forget(object.metadata.uid ?? '');
    else this.look(storage, object);
  }

  private takeOwned(storage: string, event: StoreEvent): void {
    const owner = ownerIn(event);
    const ownerStorage = owner && storageOf[`${owner.apiVersion}/${owner.kind}`];
    if (!ownerStorage) return;
    this.owned.take(storage, event);
    if (storage === 'pods') this.tally.take(event);
    const found = this.state.store.get(ownerStorage, event.namespace, owner.name)?.object;
    if (found?.metadata.uid !== owner.uid) return;
    this.look(ownerStorage, found);
    if (event.type === 'DELETED') this.lookAbove(found);
  }

  /** A deployment that recreates waits for the pods of its sets to go. */
  private lookAbove(owner: ApiObject): void {
    const above = controllerOf(owner);
    const found = above && this.state.store.get('deployments.apps', owner.metadata.namespace ?? '', above.name)?.object;
    if (found) this.look('deployments.apps', found);
  }

  /** A node that came, went or got other labels: heartbeats do not matter. */
  private lookAtDaemons({ type, current, previous }: StoreEvent): void {
    const isSame =
      current.object['spec'] === previous?.object['spec'] && current.object.metadata.labels === previous?.object.metadata.labels;
    if (type === 'MODIFIED' && isSame) return;
    for (const { object } of this.state.store.list('daemonsets.apps')) this.look('daemonsets.apps', object);
  }

  look(storage: string, { metadata }: ApiObject): void {
    this.queue.add(`${storage}/${metadata.uid}`, () => this.reconcile(storage, metadata));
  }

  private reconcile(storage: string, { namespace = '', name = '', uid }: ApiObject['metadata']): void {
    const object = this.state.store.get(storage, namespace, name)?.object;
    if (!object || object.metadata.uid !== uid) return;
    const again = (milliseconds: number): void =>
      this.queue.addLater(`${storage}/${uid}`, milliseconds, () => this.reconcile(storage, object.metadata));
    this.controllers[storage]?.({ state: this.state, owned: this.owned, again }, object as Workload);
  }
}

/** What manages the object, or did until now. */
function ownerIn({ current, previous }: StoreEvent): OwnerReference | undefined {
  return (previous && controllerOf(previous.object)) ?? controllerOf(current.object);
}
