/** A variable of the template language. `<…>` in its name stands for a name of the user's. */
export interface VariableDescription {
  readonly name: string;
  readonly where: string;
  readonly meaning: string;
}

const anywhere = 'everywhere';
const inTemplate = 'in its own template';
const siblings = 'steps: groups after it; DAG: tasks that depend on it; outputs of the template';

const row = (name: string, where: string, meaning: string): VariableDescription => ({ name, where, meaning });

/** Variables that every workflow has. The validation knows them from here. */
export const workflowVariables: readonly VariableDescription[] = [
  row('workflow.name', anywhere, 'name of the workflow'),
  row('workflow.namespace', anywhere, 'its namespace'),
  row('workflow.uid', anywhere, 'its UID; always different'),
  row('workflow.mainEntrypoint', anywhere, 'the template that it starts with'),
  row('workflow.serviceAccountName', anywhere, 'account of its pods'),
  row('workflow.creationTimestamp', anywhere, 'when it was made, RFC 3339, UTC'),
  row('workflow.parameters', anywhere, 'all parameters as a JSON list; better: `workflow.parameters.json`'),
  row('workflow.parameters.json', anywhere, 'all parameters as a JSON list of name and value'),
  row('workflow.labels', anywhere, 'all labels as a JSON object'),
  row('workflow.labels.json', anywhere, 'all labels as a JSON object'),
  row('workflow.annotations', anywhere, 'all annotations as a JSON object'),
  row('workflow.annotations.json', anywhere, 'all annotations as a JSON object'),
  row('workflow.duration', anywhere, 'seconds since it started'),
  row('workflow.scheduledTime', 'workflows of a CronWorkflow', 'the time that the schedule meant, RFC 3339'),
];

/** Variables that are there only for some workflows or places. */
export const otherVariables: readonly VariableDescription[] = [
  row('workflow.priority', 'when `spec.priority` is set', 'the priority'),
  row('workflow.parameters.<name>', anywhere, 'a parameter of the workflow'),
  row('workflow.labels.<key>', anywhere, 'a label of the workflow'),
  row('workflow.annotations.<key>', anywhere, 'an annotation of the workflow'),
  row(
    'workflow.creationTimestamp.<c>',
    anywhere,
    'a part of the time by its strftime letter (`Y m d H M S` …), `s` in seconds since 1970, or `RFC3339`',
  ),
  row('workflow.outputs.parameters.<name>', 'after the step that exports it', 'an output parameter with this `globalName`'),
  row('workflow.outputs.artifacts.<name>', 'after the step that exports it', 'an output artifact with this `globalName`'),
  row('workflow.status', 'exit handlers and metrics; elsewhere `Running`', 'phase of the workflow'),
  row('workflow.failures', 'exit handlers', 'JSON list of the nodes that failed, as quoted text'),
  row('inputs.parameters.<name>', inTemplate, 'an input parameter'),
  row('inputs.parameters', inTemplate, 'all input parameters as a JSON list'),
  row('inputs.artifacts.<name>.path', inTemplate, 'where the input artifact lies in the container'),
  row('inputs.artifacts.<name>', 'in `fromExpression`', 'the artifact itself'),
  row('outputs.parameters.<name>.path', inTemplate, 'the file from which the output is read'),
  row('outputs.artifacts.<name>.path', inTemplate, 'the file or folder that is saved'),
  row('pod.name', 'templates that run a pod', 'name of the pod'),
  row('node.name', inTemplate, 'full name of the node'),
  row('retries', 'templates with a `retryStrategy`', 'number of this attempt, from 0'),
  row('lastRetry.exitCode', 'templates with a `retryStrategy`, and its expression', 'exit code of the attempt before, `-1` if unknown'),
  row('lastRetry.status', 'as above', 'phase of the attempt before'),
  row('lastRetry.duration', 'as above', 'its seconds'),
  row('lastRetry.message', 'as above', 'its message'),
  row('steps.name', 'in a step', 'name of the step'),
  row('tasks.name', 'in a task', 'name of the task'),
  ...['steps', 'tasks'].flatMap((owner) => [
    row(`${owner}.<name>.outputs.result`, siblings, 'what it printed; of a loop a JSON list'),
    row(`${owner}.<name>.outputs.parameters.<p>`, siblings, 'an output parameter; of a loop a JSON list'),
    row(`${owner}.<name>.outputs.parameters`, `${siblings}; loops`, 'all output parameters as a JSON list of objects'),
    row(`${owner}.<name>.outputs.artifacts.<a>`, siblings, 'an output artifact, for `from`'),
    row(`${owner}.<name>.status`, `${siblings}; its own hooks`, 'its phase'),
    row(`${owner}.<name>.exitCode`, siblings, 'exit code of its main container'),
    row(`${owner}.<name>.id`, siblings, 'id of its node'),
    row(`${owner}.<name>.ip`, siblings, 'address of its pod, when it is a daemon'),
    row(`${owner}.<name>.startedAt`, siblings, 'when it started'),
    row(`${owner}.<name>.finishedAt`, siblings, 'when it ended'),
    row(`${owner}.<name>.hostNodeName`, siblings, 'the machine on which it ran'),
  ]),
  row('item', 'loops', 'the item: text as it is, everything else as JSON'),
  row('item.<key>', 'loops over objects', 'a field of the item'),
  row('duration', '`metrics`', 'seconds that the node took'),
  row('status', '`metrics`', 'phase of the node'),
  row('exitCode', '`metrics`', 'its exit code'),
  row('resourcesDuration.<resource>', '`metrics`', 'seconds of a resource, `cpu` or `memory`'),
  row('cronworkflow.name', '`when` and `stopStrategy` of a CronWorkflow', 'its name'),
  row('cronworkflow.namespace', 'as above', 'its namespace'),
  row('cronworkflow.labels.<key>', 'as above', 'a label'),
  row('cronworkflow.annotations.<key>', 'as above', 'an annotation'),
  row('cronworkflow.lastScheduledTime', 'as above', 'time of the last run, nil before the first'),
  row('cronworkflow.failed', 'as above', 'how many runs failed'),
  row('cronworkflow.succeeded', 'as above', 'how many runs succeeded'),
];
