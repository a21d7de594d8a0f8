import type { NodeStatus, Workflow } from '@argosy/api';
import { nodeStateOf, podNameOfNode } from '@argosy/graph';
import { type ReactNode, useEffect, useState } from 'react';
import { setSearch } from '../../../app/location.ts';
import { markNextFrame } from '../../../app/user-timing.ts';
import { IconButton } from '../../../design/button.tsx';
import { ResizeHandle } from '../../../design/resize-handle.tsx';
import { StateMark } from '../../../design/state-mark.tsx';
import { Tabs } from '../../../design/tabs.tsx';
import { t } from '../../../i18n/translate.ts';
import { blockYaml } from '../../../yaml/block-yaml.ts';
import { LogViewer } from '../../logs/components/log-viewer.tsx';
import { type InspectorTab, inspectorTabs } from '../model/view-address.ts';
import { openSide, selectNode } from '../model/view-state.ts';
import { EventsTable } from './events-table.tsx';
import { NodeContainers } from './node-containers.tsx';
import { NodeData } from './node-data.tsx';
import { NodeOverview } from './node-overview.tsx';
import { YamlText } from './yaml-text.tsx';
import classes from './workflow.module.css';

export interface NodeProps {
  readonly workflow: Workflow;
  readonly node: NodeStatus;
  readonly archived: boolean;
}

const LABELS = {
  summary: 'Overview',
  logs: 'Logs',
  'inputs-outputs': 'In/Out',
  containers: 'Container',
  events: 'Events',
  yaml: 'YAML',
} as const satisfies Record<InspectorTab, string>;

/** Everything about the selected step. */
export function Inspector({ tab, ...props }: NodeProps & { readonly tab: InspectorTab }): ReactNode {
  const { node } = props;
  const [width, setWidth] = useState(() => Math.min(520, Math.max(360, innerWidth * 0.34)));
  const name = node.displayName ?? node.name;
  useEffect(() => markNextFrame('inspector'), []);
  return (
    <aside className={classes.inspector} style={{ width }} aria-label={t('Step {name}', { name })}>
      <ResizeHandle
        className={classes.handle}
        label={t('Width of the panel')}
        value={width}
        onChange={(next) => setWidth(Math.max(320, next))}
        edge="left"
      />
      <header className={classes.inspectorHead}>
        <span style={{ paddingTop: 2 }}>
          <StateMark state={nodeStateOf(node)} />
        </span>
        <h2>{name}</h2>
        <IconButton small icon="close" label={t('Close')} keys="Esc" onClick={() => selectNode(undefined)} />
      </header>
      <Tabs
        label={t('Step')}
        panel="inspector"
        selected={tab}
        onSelect={(next) => setSearch({ nodePanelView: next === 'summary' ? undefined : next })}
        tabs={inspectorTabs.map((id) => ({ id, label: t(LABELS[id]) }))}
      />
      <div id="inspector" role="tabpanel" aria-labelledby={`inspector-${tab}`} className={classes.inspectorBody}>
        <InspectorPanel tab={tab} {...props} />
      </div>
    </aside>
  );
}

function InspectorPanel({ tab, ...props }: NodeProps & { readonly tab: InspectorTab }): ReactNode {
  const { workflow, node, archived } = props;
  const [container, setContainer] = useState('main');
  switch (tab) {
    case 'summary':
      return <NodeOverview {...props} />;
    case 'logs':
      return (
        <LogViewer
          workflow={workflow}
          nodeId={node.id}
          container={container}
          archived={archived}
          onTarget={(nodeId, next) => [setContainer(next), nodeId === undefined ? openSide({ kind: 'logs' }) : selectNode(nodeId)]}
          extra={
            <IconButton small icon="dock" label={t('Show below')} onClick={() => openSide({ kind: 'logs', nodeId: node.id, container })} />
          }
        />
      );
    case 'inputs-outputs':
      return <NodeData {...props} />;
    case 'containers':
      return <NodeContainers {...props} />;
    case 'events':
      return <EventsTable namespace={workflow.metadata.namespace ?? ''} kind="Pod" name={podNameOfNode(workflow, node)} />;
    case 'yaml':
      return (
        <div className={classes.pad}>
          <YamlText text={blockYaml(node)} />
        </div>
      );
  }
}
