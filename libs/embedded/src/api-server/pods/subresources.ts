import { toRfc3339Seconds } from '@argosy/std';
import { type ApiObject, isJsonObject } from '../../store/object.ts';
import type { PodView } from '../kinds/pod-types.ts';
import { isCovered } from '../controllers/disruption.ts';
import { deleteObject, readDeleteOptions } from '../objects/delete.ts';
import { changeObject } from '../objects/update.ts';
import { internalWrite } from '../objects/write-options.ts';
import { jsonReply, type Reply } from '../http/reply.ts';
import { readObjectBody, type ResourceRequest } from '../http/resource-handler.ts';
import type { Resource } from '../resource.ts';
import type { ApiState } from '../state.ts';
import { badRequest, conflict, notFound, tooManyRequests } from '../status-error.ts';

const success = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success' };

/** `pods/{name}/binding`: gives a pod to a node, once. */
export async function bindPod(state: ApiState, input: ResourceRequest): Promise<Reply> {
  const body = await readObjectBody(input.request);
  const { resource, target } = input;
  const node = isJsonObject(body['target']) ? body['target']['name'] : undefined;
  if (typeof node !== 'string' || node === '') throw badRequest('Binding.target.name: Required value');
  const uid = isJsonObject(body['metadata']) ? body['metadata']['uid'] : undefined;
  const options = { ...internalWrite, fieldManager: 'kube-scheduler', subresource: 'binding' };
  changeObject(state, { resource, namespace: target.namespace, name: target.name, options }, (present) => {
    if (uid !== undefined && uid !== present.metadata.uid) {
      throw conflict(
        resource,
        target.name,
        `Precondition failed: UID in precondition: ${String(uid)}, UID in object meta: ${present.metadata.uid}`,
      );
    }
    return boundPod(resource, present as PodView, { node, time: toRfc3339Seconds(state.clock.now()) });
  });
  return { ...jsonReply(201, success), name: target.name };
}

function boundPod(resource: Resource, pod: PodView, { node, time }: { readonly node: string; readonly time: string }): ApiObject {
  const name = pod.metadata.name ?? '';
  if (pod.metadata.deletionTimestamp) throw conflict(resource, name, `pod ${name} is being deleted, cannot be assigned to a host`);
  if (pod.spec.nodeName) throw conflict(resource, name, `pod ${name} is already assigned to node ${JSON.stringify(pod.spec.nodeName)}`);
  const others = (pod.status?.conditions ?? []).filter(({ type }) => type !== 'PodScheduled');
  const scheduled = { type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: time };
  return { ...pod, spec: { ...pod.spec, nodeName: node }, status: { ...pod.status, conditions: [...others, scheduled] } };
}

/** `pods/{name}/eviction`: deletes a pod unless a PodDisruptionBudget forbids it. */
export async function evictPod(state: ApiState, input: ResourceRequest): Promise<Reply> {
  const body = await readObjectBody(input.request);
  const { resource, target } = input;
  const pod = state.store.get('pods', target.namespace, target.name)?.object;
  if (!pod) throw notFound(resource, target.name);
  const budget = state.store.list('poddisruptionbudgets.policy', target.namespace).find(({ object }) => isCovered(object, pod));
  const { disruptionsAllowed } = (budget?.object['status'] ?? {}) as { readonly disruptionsAllowed?: number };
  if (budget && (disruptionsAllowed ?? 0) < 1) {
    const message = `The disruption budget ${budget.object.metadata.name} needs more healthy pods`;
    throw tooManyRequests("Cannot evict pod as it would violate the pod's disruption budget.", {
      causes: [{ reason: 'DisruptionBudget', message }],
    });
  }
  const options = readDeleteOptions(body['deleteOptions'], input.request.query);
  deleteObject(state, { resource, namespace: target.namespace, name: target.name, options });
  return { ...jsonReply(201, success), name: target.name };
}
