import type { Template, Workflow } from '@argosy/api';
import { workflowResources } from '@argosy/kube';
import { isErrorWithCode } from '@argosy/std';
import { instanceLabel, label, type TaskSetObject } from '../../caches/objects.ts';
import type { Shell } from '../shell.ts';
import type { ActionContext, Applier } from './apply-actions.ts';

/** Adds tasks to the WorkflowTaskSet of a workflow and removes those that are done, results included (acceptance 6-048, 6-052). */
export const writeTasks: Applier<'WriteTasks'> = async (context, { tasks, done }) => {
  const { shell, workflow } = context;
  const absent = Object.fromEntries(done.map((id) => [id, null]));
  if (!(await patched(context, { spec: { tasks: { ...absent, ...tasks } } }))) {
    await createTaskSet(shell, taskSetOf(workflow, tasks));
    return {};
  }
  if (done.length > 0) await patched(context, { status: { nodes: absent } }, 'status');
  return {};
};

/** The label ends the agent. Without a task set there is nobody to tell. */
export const completeTaskSet: Applier<'CompleteTaskSet'> = async (context) => {
  await patched(context, { metadata: { labels: { [label.completed]: 'true' } } });
  return {};
};

/** False where there is no task set of this workflow. */
async function patched({ shell, workflow, key }: ActionContext, body: object, subresource?: 'status'): Promise<boolean> {
  const { namespace = '', name = '' } = workflow.metadata;
  // Most task sets are written once: no patch is tried on one that is not there.
  if (shell.caches.taskSets.store.get(key) === undefined) return false;
  const options = { type: 'merge', ...(subresource && { subresource }) } as const;
  try {
    shell.caches.taskSets.learn(
      await shell.client.patch<TaskSetObject>(workflowResources.WorkflowTaskSet, { namespace, name, body }, options),
    );
    return true;
  } catch (error) {
    if (isErrorWithCode(error, 'KUBE_NOTFOUND')) return false;
    throw error;
  }
}

async function createTaskSet(shell: Shell, object: TaskSetObject): Promise<void> {
  try {
    shell.caches.taskSets.learn(await shell.client.create(workflowResources.WorkflowTaskSet, object));
  } catch (error) {
    if (!isErrorWithCode(error, 'KUBE_ALREADYEXISTS')) throw error;
    await adopt(shell, object);
  }
}

/** Ours, while the cache is behind: it gets the tasks. One of an earlier run holds results of nodes with the same ids: it has to go. */
async function adopt({ client, caches }: Shell, wanted: TaskSetObject): Promise<void> {
  const type = workflowResources.WorkflowTaskSet;
  const { namespace = '', name = '' } = wanted.metadata;
  const existing = await client.get<TaskSetObject>(type, { namespace, name });
  if (isOfThisRun(existing, wanted)) {
    const patch = { namespace, name, body: { spec: wanted.spec } };
    caches.taskSets.learn(await client.patch<TaskSetObject>(type, patch, { type: 'merge' }));
    return;
  }
  await client.delete(type, { namespace, name }, { uid: existing.metadata.uid ?? '' });
  caches.taskSets.learn(await client.create(type, wanted));
}

function isOfThisRun({ metadata }: TaskSetObject, wanted: TaskSetObject): boolean {
  const owner = wanted.metadata.ownerReferences?.[0]?.uid;
  return metadata.labels?.[label.completed] !== 'true' && metadata.ownerReferences?.[0]?.uid === owner;
}

function taskSetOf({ metadata }: Workflow, tasks: Readonly<Record<string, Template>>): TaskSetObject {
  const { namespace = '', name = '', uid = '', labels = {} } = metadata;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'WorkflowTaskSet',
    metadata: {
      namespace,
      name,
      labels: { [label.workflow]: name, ...instanceLabel(labels[label.instanceId]) },
      ownerReferences: [{ apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow', name, uid }],
    },
    spec: { tasks },
  };
}
