import { boolean, type Definitions, integer, list, map, object, ref, string, strings, timeOrNull } from './shorthand.ts';

const seconds = (description: string): ReturnType<typeof map> => map(integer('Seconds.'), description);

/** Phases in which a node can be. */
export const nodePhases = ['Pending', 'Running', 'Succeeded', 'Skipped', 'Failed', 'Error', 'Omitted'] as const;
/** Phases in which a workflow can be; `''` before the controller has seen it. */
export const workflowPhases = ['', 'Pending', 'Running', 'Succeeded', 'Failed', 'Error'] as const;
/** What a node stands for. */
export const nodeTypes = [
  'Pod',
  'Container',
  'Steps',
  'StepGroup',
  'DAG',
  'TaskGroup',
  'Retry',
  'Skipped',
  'Suspend',
  'HTTP',
  'Plugin',
] as const;

/** How far a workflow has come. */
export const statusDefinitions: Definitions = {
  NodePhase: string('How far a node has come.', { values: nodePhases }),
  WorkflowPhase: string('How far a workflow has come; empty before the controller has seen it.', { values: workflowPhases }),
  NodeType: string('What a node stands for.', { values: nodeTypes }),
  WorkflowStatus: object('How far a workflow has come.', {
    phase: ref('WorkflowPhase', 'Its phase.'),
    startedAt: timeOrNull('When it started.'),
    finishedAt: timeOrNull('When it ended.'),
    estimatedDuration: integer('Seconds that it is expected to take.'),
    progress: string('Done and all units of work, as `N/M`.'),
    message: string('Why it is in its phase, for people.'),
    compressedNodes: string('The nodes, compressed and in base64, when there are many.'),
    nodes: map(ref('NodeStatus', 'One node.'), 'The nodes by id.'),
    offloadNodeStatusVersion: string('The nodes are in a database; this is the version.'),
    storedTemplates: map(ref('Template', 'One template.'), 'Templates of other objects, as they were when they were first used.'),
    persistentVolumeClaims: list(ref('Volume', 'One volume.'), 'Volumes of the claims that were made with the workflow.'),
    outputs: ref('Outputs', 'Outputs with a global name.'),
    conditions: list(ref('Condition', 'One condition.'), 'What else is to be known.'),
    resourcesDuration: seconds('Seconds by resource, in units of the resource.'),
    storedWorkflowTemplateSpec: ref('WorkflowSpec', 'The spec that is run, when it came from a template.'),
    synchronization: ref('SynchronizationStatus', 'Locks that are held or waited for.'),
    artifactRepositoryRef: ref('ArtifactRepositoryRefStatus', 'The repository that is used.'),
    artifactGCStatus: ref('ArtGCStatus', 'How far the deletion of artifacts has come.'),
    taskResultsCompletionStatus: map(boolean('All of it is there.'), 'Nodes whose results are complete, by id.'),
  }),
  NodeStatus: object(
    'How far one node of a workflow has come.',
    {
      id: string('Id, made from the name.'),
      name: string('Name, made from the path to the node.'),
      displayName: string('Name for people.'),
      type: ref('NodeType', 'What it stands for.'),
      templateName: string('Template that it runs.'),
      templateRef: ref('TemplateRef', 'Template that it runs, if that is in another object.'),
      templateScope: string('Object in which its template was looked up, such as `local/my-workflow`.'),
      phase: ref('NodePhase', 'Its phase.'),
      boundaryID: string('Id of the node whose steps or tasks it belongs to.'),
      message: string('Why it is in its phase, for people.'),
      startedAt: timeOrNull('When it started.'),
      finishedAt: timeOrNull('When it ended.'),
      estimatedDuration: integer('Seconds that it is expected to take.'),
      progress: string('Done and all units of work, as `N/M`.'),
      resourcesDuration: seconds('Seconds by resource, in units of the resource.'),
      podIP: string('Address of its pod, for daemons.'),
      daemoned: boolean('It is a daemon that runs.'),
      nodeFlag: ref('NodeFlag', 'How it came to be.'),
      inputs: ref('Inputs', 'What it got.'),
      outputs: ref('Outputs', 'What it gave.'),
      children: strings('Ids of the nodes after it.'),
      outboundNodes: strings('Ids of its last nodes, to which the next ones are attached.'),
      hostNodeName: string('Node of the cluster on which its pod runs.'),
      memoizationStatus: ref('MemoizationStatus', 'What its cache knew.'),
      synchronizationStatus: ref('NodeSynchronizationStatus', 'The lock that it waits for.'),
      taskResultSynced: boolean('Its results are complete.'),
      failedPodRestarts: integer('How many times its pod was made anew because it had failed before it began.'),
      restartingPodUID: string('Uid of the failed pod that is being replaced.'),
    },
    { required: ['id', 'name', 'type'] },
  ),
  NodeFlag: object('How a node came to be.', { hooked: boolean('By a hook.'), retried: boolean('By a retry.') }),
  MemoizationStatus: object(
    'What a cache knew of a node.',
    { hit: boolean('Its outputs came from the cache.'), key: string('Key of the entry.'), cacheName: string('Name of the cache.') },
    { required: ['hit', 'key', 'cacheName'] },
  ),
  NodeSynchronizationStatus: object('The lock that a node waits for.', { waiting: string('Name of the lock.') }),
  Condition: object(
    'Something to be known about a workflow or cron workflow.',
    {
      type: string('What it is about, such as Completed, PodRunning, SpecWarning.'),
      status: string('True, False or Unknown.'),
      message: string('In words.'),
    },
    { required: ['type', 'status'] },
  ),
  SynchronizationStatus: object('Locks that a workflow holds or waits for.', {
    semaphore: ref('SemaphoreStatus', 'Locks with several holders.'),
    mutex: ref('MutexStatus', 'Locks with one holder.'),
  }),
  SemaphoreStatus: object('Semaphores that a workflow holds or waits for.', {
    holding: list(ref('SemaphoreHolding', 'One semaphore.'), 'Those that it holds.'),
    waiting: list(ref('SemaphoreHolding', 'One semaphore.'), 'Those that it waits for.'),
  }),
  SemaphoreHolding: object('A semaphore and its holders.', {
    semaphore: string('Name of the lock.'),
    holders: strings('Ids of the nodes that hold it.'),
  }),
  MutexStatus: object('Mutexes that a workflow holds or waits for.', {
    holding: list(ref('MutexHolding', 'One mutex.'), 'Those that it holds.'),
    waiting: list(ref('MutexHolding', 'One mutex.'), 'Those that it waits for.'),
  }),
  MutexHolding: object('A mutex and its holder.', {
    mutex: string('Name of the lock.'),
    holder: string('Id of the node that holds it.'),
  }),
  NodeResult: object('What became of a node, as its executor tells.', {
    phase: ref('NodePhase', 'Its phase.'),
    message: string('Why it is in its phase, for people.'),
    outputs: ref('Outputs', 'What it gave.'),
    progress: string('Done and all units of work, as `N/M`.'),
  }),
  CronWorkflowStatus: object('What became of a cron workflow.', {
    active: list(ref('ObjectReference', 'One workflow.'), 'Workflows of it that run.'),
    lastScheduledTime: timeOrNull('When it last started one.'),
    conditions: list(ref('Condition', 'One condition.'), 'What else is to be known.'),
    succeeded: integer('How many of its workflows succeeded.'),
    failed: integer('How many of its workflows failed.'),
    phase: string('Active or Stopped.'),
  }),
};
