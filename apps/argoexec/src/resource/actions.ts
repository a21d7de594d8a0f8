import type { ResourceTemplate } from '@argosy/api';
import type { KubeClient, KubeObject, ObjectRef, PatchType, ResourceType } from '@argosy/kube';
import { isErrorWithCode, OperationalError } from '@argosy/std';
import { typeNamed, typeOf } from './discovery.ts';
import type { ResourceFlags } from './flags.ts';
import { type Manifest, withOwner } from './manifest.ts';
import type { ExecutorPlan } from '@argosy/pod-plan';

/** An object of the cluster that an action made, changed or found. */
export interface Target {
  readonly type: ResourceType;
  readonly ref: ObjectRef;
  readonly object: KubeObject;
}

export interface Action {
  readonly client: KubeClient;
  readonly workflow: ExecutorPlan['workflow'];
  readonly template: ResourceTemplate;
  readonly manifest: Manifest | undefined;
  readonly flags: ResourceFlags;
}

type Verb = 'apply' | 'create' | 'delete' | 'get' | 'patch' | 'replace';

/** What each action does with the objects that it is about (acceptance 2-024 to 2-029). */
const verbs: Readonly<Record<Verb, (action: Action) => Promise<readonly Target[]>>> = {
  apply: (action) => eachObject(action, (target) => apply(action.client, target)),
  create: (action) => eachObject(action, ({ type, object }) => action.client.create(type, object)),
  delete: remove,
  get: async (action) =>
    action.flags.targets.length > 0 ? named(action) : eachObject(action, ({ type, ref }) => action.client.get(type, ref)),
  patch,
  replace: (action) => eachObject(action, (target) => replace(action.client, target)),
};

/** Carries out the template's action; the objects as they are afterwards. */
export async function perform(action: Action): Promise<readonly Target[]> {
  const verb = verbs[action.template.action as Verb] as ((action: Action) => Promise<readonly Target[]>) | undefined;
  if (!verb) throw refusal(`resource action "${action.template.action}" is not one of ${Object.keys(verbs).join(', ')}`);
  return verb(action);
}

async function eachObject(action: Action, act: (target: Target) => Promise<KubeObject>): Promise<readonly Target[]> {
  const targets: Target[] = [];
  for (const target of await declared(action)) {
    const object = await act(target);
    targets.push({ type: target.type, ref: refOf(object, target.ref), object });
  }
  return targets;
}

/** The objects of the manifest, with their types, namespaces and owner. */
async function declared(action: Action): Promise<readonly Target[]> {
  const { manifest, template } = action;
  if (manifest?.kind !== 'objects' || manifest.objects.length === 0) throw refusal(`resource action "${template.action}" needs a manifest`);
  const targets: Target[] = [];
  for (const object of manifest.objects) targets.push(await placed(action, object));
  return targets;
}

async function placed({ client, workflow, template, flags }: Action, given: KubeObject): Promise<Target> {
  if (!given.kind || !given.apiVersion) throw refusal('the manifest has an object without apiVersion or kind');
  const type = await typeOf(client, given);
  const { metadata } = template.setOwnerReference ? withOwner(given, workflow) : given;
  const namespace = type.namespaced ? { namespace: metadata.namespace ?? flags.namespace ?? workflow.namespace } : {};
  return { type, ref: { name: metadata.name ?? '', ...namespace }, object: { ...given, metadata: { ...metadata, ...namespace } } };
}

/** The objects that flags name. */
async function named({ client, flags, workflow }: Action): Promise<readonly Target[]> {
  const targets: Target[] = [];
  for (const { kind, name } of flags.targets) {
    const type = await typeNamed(client, kind);
    const namespace = type.namespaced ? { namespace: flags.namespace ?? workflow.namespace } : {};
    const objects =
      name === undefined
        ? (await client.list(type, { ...namespace, ...(flags.selector && { labelSelector: flags.selector }) })).items
        : [await client.get(type, { name, ...namespace })];
    for (const object of objects) targets.push({ type, ref: refOf(object, { name: name ?? '', ...namespace }), object });
  }
  return targets;
}

function apply(client: KubeClient, { type, ref, object }: Target): Promise<KubeObject> {
  return client.patch(type, { ...ref, body: object }, { type: 'apply', fieldManager: 'argo-executor', force: true });
}

async function replace(client: KubeClient, { type, ref, object }: Target): Promise<KubeObject> {
  const { metadata } = await client.get(type, ref);
  return client.update(type, {
    ...object,
    metadata: { ...object.metadata, ...(metadata.resourceVersion !== undefined && { resourceVersion: metadata.resourceVersion }) },
  });
}

/** The patch is the manifest; what is patched is named by flags or by the manifest itself. */
async function patch(action: Action): Promise<readonly Target[]> {
  const { client, template, manifest, flags } = action;
  const type = patchTypes[template.mergeStrategy ?? 'strategic'];
  if (!type) throw refusal(`mergeStrategy "${template.mergeStrategy ?? ''}" is not one of ${Object.keys(patchTypes).join(', ')}`);
  if (!manifest) throw refusal('resource action "patch" needs a manifest');
  if (flags.targets.length === 0)
    return eachObject(action, (target) => client.patch(target.type, { ...target.ref, body: target.object }, { type }));
  const body = manifest.kind === 'operations' ? manifest.operations : manifest.objects[0];
  const patched = (await named(action)).map(async (target) => ({
    ...target,
    object: await client.patch(target.type, { ...target.ref, body }, { type }),
  }));
  return Promise.all(patched);
}

const patchTypes: Readonly<Record<string, PatchType>> = { strategic: 'strategic', merge: 'merge', json: 'json' };

/** What is not there any more is as good as deleted (acceptance 2-028). */
async function remove(action: Action): Promise<readonly Target[]> {
  const targets = action.flags.targets.length > 0 ? await ignoringAbsence(() => named(action)) : await declared(action);
  for (const { type, ref } of targets ?? []) await ignoringAbsence(() => action.client.delete(type, ref));
  return [];
}

async function ignoringAbsence<T>(act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (isErrorWithCode(error, 'KUBE_NOTFOUND')) return undefined;
    throw error;
  }
}

function refOf({ metadata }: KubeObject, { name, namespace }: ObjectRef): ObjectRef {
  return { name: metadata.name ?? name, ...(namespace !== undefined && { namespace: metadata.namespace ?? namespace }) };
}

function refusal(message: string): OperationalError {
  return new OperationalError(message, { code: 'EXECUTOR_RESOURCE', retry: 'never' });
}
