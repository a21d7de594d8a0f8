import type { Workflow } from '@argosy/api';
import { type ReactNode, useState } from 'react';
import { IconButton } from '../../../design/button.tsx';
import { ResizeHandle } from '../../../design/resize-handle.tsx';
import { t } from '../../../i18n/translate.ts';
import { LogViewer } from '../../logs/components/log-viewer.tsx';
import type { SidePanel } from '../model/view-address.ts';
import { openSide } from '../model/view-state.ts';
import classes from './workflow.module.css';

interface LogDockProps {
  readonly workflow: Workflow;
  readonly side: SidePanel;
  readonly archived: boolean;
}

/** Logs below the view, as high as one likes. */
export function LogDock({ workflow, side, archived }: LogDockProps): ReactNode {
  const [height, setHeight] = useState(() => Math.round(innerHeight * 0.38));
  const [full, setFull] = useState(false);
  return (
    <div className={classes.dock} style={full ? { height: '100%' } : { height }}>
      <ResizeHandle
        className={classes.dockHandle}
        label={t('Height of the logs')}
        value={height}
        onChange={(next) => setHeight(Math.min(innerHeight - 160, Math.max(120, next)))}
        edge="top"
      />
      <LogViewer
        workflow={workflow}
        nodeId={side.nodeId}
        container={side.container ?? 'main'}
        archived={archived}
        onTarget={(nodeId, container) => openSide({ kind: 'logs', ...(nodeId && { nodeId, container }) })}
        extra={
          <>
            <IconButton small icon={full ? 'down' : 'up'} label={full ? t('Smaller') : t('Larger')} onClick={() => setFull(!full)} />
            <IconButton small icon="close" label={t('Close the logs')} keys="Esc" onClick={() => openSide(undefined)} />
          </>
        }
      />
    </div>
  );
}
