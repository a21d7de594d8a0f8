import type { NodeStatus } from '@argosy/api';
import { isActiveSuspendNode, nodeStateOf, podNameOfNode } from '@argosy/graph';
import { type ReactNode, useState } from 'react';
import { setSearch } from '../../../app/location.ts';
import { useSession } from '../../../app/session.ts';
import { Button } from '../../../design/button.tsx';
import controls from '../../../design/controls.module.css';
import { CopyButton } from '../../../design/copy.tsx';
import { Icon } from '../../../design/icon.tsx';
import { Notice } from '../../../design/notices.tsx';
import { StateLabel, StateMark } from '../../../design/state-mark.tsx';
import { t } from '../../../i18n/translate.ts';
import { Duration, Time } from '../../../time/times.tsx';
import { ActionDialog } from '../../actions/components/action-dialog.tsx';
import { expandLink } from '../../links/model/link-template.ts';
import { ResumeForm } from '../../approvals/components/resume-form.tsx';
import { meaningOf } from '../model/failure.ts';
import { selectNode } from '../model/view-state.ts';
import { nodeWaitReason } from '../model/waiting.ts';
import { Facts } from './facts.tsx';
import type { NodeProps } from './inspector.tsx';
import { resourceText } from './summary-view.tsx';
import classes from './workflow.module.css';

/** What a step is and how it is doing (acceptance 10-019, 10-020). */
export function NodeOverview(props: NodeProps): ReactNode {
  const { workflow, node } = props;
  const reason = nodeWaitReason(node);
  return (
    <div className={classes.pad}>
      {isActiveSuspendNode(node) && <ResumeForm workflow={workflow} node={node} />}
      {reason && !isActiveSuspendNode(node) && (
        <Notice look="warn" icon="clock">
          {t(reason.text, reason.values)} {reason.detail}
        </Notice>
      )}
      <NodeButtons {...props} />
      <Facts
        facts={[
          [t('Phase'), <StateLabel key="p" state={nodeStateOf(node)} />],
          [t('Message'), node.message],
          [t('Exit code'), exitCodeText(node)],
          [t('Started'), <Time key="s" at={node.startedAt} />],
          [t('Finished'), node.finishedAt && <Time key="e" at={node.finishedAt} />],
          [t('Duration'), <Duration key="d" from={node.startedAt} to={node.finishedAt} />],
          [t('Progress'), node.progress],
          [t('Attempts'), node.type === 'Retry' && <Attempts key="a" {...props} />],
          [t('Template'), node.templateRef ? `${node.templateRef.name ?? ''}/${node.templateRef.template ?? ''}` : node.templateName],
          [t('Type'), node.type],
          [t('Pod'), node.type === 'Pod' && <WithCopy key="pod" text={podNameOfNode(workflow, node)} />],
          [t('Cluster node'), node.hostNodeName],
          [t('Cache'), cacheText(node)],
          [t('Resource use'), resourceText(node.resourcesDuration)],
          ['ID', <WithCopy key="id" text={node.id} />],
          [t('Full name'), node.name],
        ]}
      />
    </div>
  );
}

function exitCodeText({ outputs, message }: NodeStatus): string | undefined {
  if (outputs?.exitCode === undefined) return undefined;
  const meaning = meaningOf(Number(outputs.exitCode), message ?? '');
  return meaning ? `${outputs.exitCode} – ${t(meaning)}` : outputs.exitCode;
}

function cacheText({ memoizationStatus: status }: NodeStatus): string | undefined {
  return status && [status.cacheName, status.key, status.hit ? t('hit') : t('miss')].filter(Boolean).join(' ');
}

function WithCopy({ text }: { readonly text: string }): ReactNode {
  return (
    <span style={{ display: 'inline-flex', alignItems: 'center', gap: 4 }}>
      <code>{text}</code>
      <CopyButton text={text} />
    </span>
  );
}

/** The attempts of a retried step, each with its mark. */
function Attempts({ workflow, node }: NodeProps): ReactNode {
  const attempts = (node.children ?? [])
    .map((id) => workflow.status?.nodes?.[id])
    .filter((one): one is NodeStatus => one?.name.startsWith(`${node.name}(`) === true);
  return (
    <span className={classes.attempts}>
      {attempts.map((attempt, index) => (
        <button key={attempt.id} type="button" className={controls.chip} title={attempt.message} onClick={() => selectNode(attempt.id)}>
          <StateMark state={nodeStateOf(attempt)} size={12} /> {index + 1}
        </button>
      ))}
    </span>
  );
}

const RETRIED: ReadonlySet<string | undefined> = new Set(['Failed', 'Error', 'Succeeded']);
const OVER: ReadonlySet<string | undefined> = new Set(['Failed', 'Error']);

function NodeButtons({ workflow, node }: NodeProps): ReactNode {
  const { info } = useSession();
  const [retrying, setRetrying] = useState(false);
  const mayRetry = RETRIED.has(node.phase) && OVER.has(workflow.status?.phase);
  const links = (info.links ?? []).filter(({ scope }) => scope === 'pod');
  const metadata = { namespace: workflow.metadata.namespace, name: podNameOfNode(workflow, node) };
  return (
    <div className={classes.buttons}>
      <Button small icon="logs" onClick={() => setSearch({ nodePanelView: 'logs' })}>
        {t('Logs')}
      </Button>
      {mayRetry && (
        <Button small icon="retry" onClick={() => setRetrying(true)}>
          {t('Retry this step')}
        </Button>
      )}
      {links.map((link) => (
        <a
          key={link.name}
          className={`${controls.button} ${controls.small}`}
          href={expandLink(link.url, { metadata, status: node, workflow })}
          target={link.target ?? '_blank'}
          rel="noreferrer"
        >
          <Icon name="external" size={14} /> {link.name}
        </a>
      ))}
      {retrying && (
        <ActionDialog action="retry" workflow={workflow} nodeFieldSelector={`id=${node.id}`} onClose={() => setRetrying(false)} />
      )}
    </div>
  );
}
