import type { Workflow } from '@argosy/api';
import { isSuspended } from '../../workflows/model/workflow-row.ts';
import { argo } from '../../../api/client.ts';
import type { IconName } from '../../../design/icon.tsx';
import type { Message } from '../../../i18n/zh/index.ts';
import { isArchived } from '../../workflows/model/workflow-row.ts';

export const actionNames = ['retry', 'resubmit', 'suspend', 'resume', 'stop', 'terminate', 'delete'] as const;
export type ActionName = (typeof actionNames)[number];

/** What the forms of the actions ask for; each action takes its own part. */
export interface ActionInput {
  readonly parameters: readonly string[];
  readonly memoized: boolean;
  readonly restartSuccessful: boolean;
  readonly nodeFieldSelector: string;
  readonly message: string;
  /** Delete in the cluster and in the archive. */
  readonly archive: boolean;
}

export const noInput: ActionInput = {
  parameters: [],
  memoized: false,
  restartSuccessful: false,
  nodeFieldSelector: '',
  message: '',
  archive: false,
};

interface Action {
  readonly label: Message;
  readonly icon: IconName;
  readonly explanation: Message;
  readonly done: Message;
  readonly dangerous?: boolean;
  readonly allowed: (workflow: Workflow) => boolean;
  /** Gives the workflow that it made, where it made one. */
  readonly run: (workflow: Workflow, input: ActionInput) => Promise<Workflow | undefined>;
}

const ref = ({ metadata }: Workflow) => ({ namespace: metadata.namespace ?? '', name: metadata.name ?? '' });
const archivedRef = (workflow: Workflow) => ({ ...ref(workflow), uid: workflow.metadata.uid ?? '' });
const isOver = ({ status }: Workflow): boolean => OVER.has(status?.phase ?? '');
const goesOn = (workflow: Workflow): boolean => !isOver(workflow) && !isArchived(workflow);
const OVER: ReadonlySet<string> = new Set(['Succeeded', 'Failed', 'Error']);

/** Every action on a workflow: when it is offered and what it sends (acceptance 10-010, 10-015). */
export const actions: Readonly<Record<ActionName, Action>> = {
  retry: {
    label: 'Retry',
    icon: 'retry',
    explanation: 'Runs again what failed in this workflow. What succeeded is kept.',
    done: 'Retried {name}',
    allowed: ({ status }) => status?.phase === 'Failed' || status?.phase === 'Error',
    run: (workflow, { parameters, restartSuccessful, nodeFieldSelector }) => {
      const body = { parameters, restartSuccessful, ...(nodeFieldSelector !== '' && { nodeFieldSelector }) };
      return isArchived(workflow) ? argo.archive.retry(archivedRef(workflow), body) : argo.workflows.retry(ref(workflow), body);
    },
  },
  resubmit: {
    label: 'Resubmit',
    icon: 'resubmit',
    explanation: 'Submits a new workflow with the same spec.',
    done: 'Submitted {name}',
    allowed: () => true,
    run: (workflow, { parameters, memoized }) => {
      const body = { parameters, memoized };
      return isArchived(workflow) ? argo.archive.resubmit(archivedRef(workflow), body) : argo.workflows.resubmit(ref(workflow), body);
    },
  },
  suspend: {
    label: 'Suspend',
    icon: 'pause',
    explanation: 'Starts no further steps. What runs goes on to its end.',
    done: 'Suspended {name}',
    allowed: (workflow) => goesOn(workflow) && !isSuspended(workflow),
    run: (workflow) => argo.workflows.suspend(ref(workflow)),
  },
  resume: {
    label: 'Resume',
    icon: 'play',
    explanation: 'Goes on, past every suspended step.',
    done: 'Resumed {name}',
    allowed: (workflow) => goesOn(workflow) && isSuspended(workflow),
    run: (workflow) => argo.workflows.resume(ref(workflow)),
  },
  stop: {
    label: 'Stop',
    icon: 'stop',
    explanation: 'Ends what runs. Exit handlers still run.',
    done: 'Stopped {name}',
    dangerous: true,
    allowed: goesOn,
    run: (workflow, { message, nodeFieldSelector }) =>
      argo.workflows.stop(ref(workflow), { ...(message !== '' && { message }), ...(nodeFieldSelector !== '' && { nodeFieldSelector }) }),
  },
  terminate: {
    label: 'Terminate',
    icon: 'terminate',
    explanation: 'Ends what runs at once. Exit handlers do not run.',
    done: 'Terminated {name}',
    dangerous: true,
    allowed: goesOn,
    run: (workflow) => argo.workflows.terminate(ref(workflow)),
  },
  delete: {
    label: 'Delete',
    icon: 'trash',
    explanation: 'Removes the workflow with its pods and logs. This cannot be undone.',
    done: 'Deleted {name}',
    dangerous: true,
    allowed: () => true,
    run: async (workflow, { archive }) => {
      if (!isArchived(workflow)) await argo.workflows.delete(ref(workflow));
      if (isArchived(workflow) || archive) await argo.archive.delete(archivedRef(workflow));
      return undefined;
    },
  },
};

/** The same action as a command and as a request, for scripts. */
export function actionAsCommand(action: ActionName, { metadata }: Workflow, input: ActionInput): string {
  const flags = [
    ...input.parameters.map((parameter) => `-p ${quoted(parameter)}`),
    ...(action === 'resubmit' && input.memoized ? ['--memoized'] : []),
    ...(action === 'retry' && input.restartSuccessful ? ['--restart-successful'] : []),
    ...(input.nodeFieldSelector === '' ? [] : [`--node-field-selector ${quoted(input.nodeFieldSelector)}`]),
    ...(action === 'stop' && input.message !== '' ? [`--message ${quoted(input.message)}`] : []),
  ];
  return ['argo', action, '-n', metadata.namespace ?? '', metadata.name ?? '', ...flags].join(' ');
}

/** Safe in a POSIX shell. */
export function quoted(text: string): string {
  return /^[\w./:=@,+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
