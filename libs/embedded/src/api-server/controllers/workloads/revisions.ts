import { type ApiObject, equalJson } from '../../../store/object.ts';
import { create, identityOf, ownerReferenceTo, remove, templateHash, type Workload, type WorkloadContext } from './workload.ts';

const storage = 'controllerrevisions.apps';

/** The label by which a pod tells of which template it was made. */
export const revisionLabel = 'controller-revision-hash';

interface Revision extends ApiObject {
  revision: number;
}

/** Names the present template of a StatefulSet or DaemonSet, and keeps it for rollbacks. */
export function currentRevision(context: WorkloadContext, workload: Workload): string {
  const { name, namespace, uid } = identityOf(workload);
  const known = (context.owned.of(uid, storage) as readonly Revision[]).toSorted((a, b) => a.revision - b.revision);
  const data = { spec: { template: { ...workload.spec.template, $patch: 'replace' } } };
  const revision = Math.max(0, ...known.map((each) => each.revision)) + 1;
  const same = known.find((each) => equalJson(each['data'], data));
  if (same) {
    if (same !== known.at(-1)) context.state.store.put(storage, { ...same, revision });
    return identityOf(same).name;
  }
  const hash = templateHash(workload.spec.template);
  const labels = { ...workload.spec.template?.metadata?.labels, [revisionLabel]: hash };
  const metadata = { name: `${name}-${hash}`, labels, ownerReferences: [ownerReferenceTo(workload)] };
  create(context, workload, { storage, namespace, body: { apiVersion: 'apps/v1', kind: 'ControllerRevision', metadata, data, revision } });
  forget(context, known, Number(workload.spec['revisionHistoryLimit'] ?? 10));
  return metadata.name;
}

function forget(context: WorkloadContext, known: readonly Revision[], limit: number): void {
  for (const revision of known.slice(0, Math.max(0, known.length - limit))) remove(context, storage, revision);
}
