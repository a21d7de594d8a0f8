import type { Artifact, NodeStatus, Workflow } from '@argosy/api';
import { type ReactNode, useState } from 'react';
import { argo } from '../../../api/client.ts';
import { Button } from '../../../design/button.tsx';
import controls from '../../../design/controls.module.css';
import { Icon } from '../../../design/icon.tsx';
import { t } from '../../../i18n/translate.ts';
import { artifactKey, previewKind } from '../model/artifact-facts.ts';
import classes from './workflow.module.css';

interface ArtifactListProps {
  readonly workflow: Workflow;
  readonly artifacts: readonly { readonly node: NodeStatus; readonly artifact: Artifact }[];
  readonly direction: 'inputs' | 'outputs';
  readonly archived: boolean;
}

/** Artifacts with a look inside and a download (acceptance 10-022). */
export function ArtifactList({ workflow, artifacts, direction, archived }: ArtifactListProps): ReactNode {
  if (artifacts.length === 0) return <p style={{ color: 'var(--muted)' }}>{t('None')}</p>;
  return artifacts.map(({ node, artifact }) => (
    <ArtifactRow
      key={`${node.id}/${artifact.name}`}
      workflow={workflow}
      node={node}
      artifact={artifact}
      direction={direction}
      archived={archived}
    />
  ));
}

interface ArtifactRowProps extends Omit<ArtifactListProps, 'artifacts'> {
  readonly node: NodeStatus;
  readonly artifact: Artifact;
}

function ArtifactRow({ workflow, node, artifact, direction, archived }: ArtifactRowProps): ReactNode {
  const [shown, setShown] = useState(false);
  const { namespace = '', name = '', uid = '' } = workflow.metadata;
  const ref = { namespace, workflow: archived ? uid : name, archived, nodeId: node.id, direction, artifact: artifact.name };
  const key = artifactKey(artifact);
  const kind = previewKind(key);
  if (artifact.deleted) return <p>{t('{name} was deleted by the garbage collection.', { name: artifact.name })}</p>;
  return (
    <div className={classes.section}>
      <div className={classes.buttons} style={{ alignItems: 'center' }}>
        <strong>{artifact.name}</strong>
        <span style={{ color: 'var(--muted)', overflowWrap: 'anywhere', flex: 1 }}>{key}</span>
        {kind !== 'none' && (
          <Button small aria-expanded={shown} onClick={() => setShown(!shown)}>
            {shown ? t('Hide') : t('Show')}
          </Button>
        )}
        <a className={`${controls.button} ${controls.small}`} href={argo.artifacts.downloadAddress(ref)} download>
          <Icon name="download" size={14} /> {t('Download')}
        </a>
      </div>
      {shown && <iframe className={classes.preview} sandbox="" title={artifact.name} src={argo.artifacts.fileAddress(ref)} />}
    </div>
  );
}
