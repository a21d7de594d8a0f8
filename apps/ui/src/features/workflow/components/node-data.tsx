import type { ReactNode } from 'react';
import { t } from '../../../i18n/translate.ts';
import { ArtifactList } from './artifact-list.tsx';
import { Facts, ParameterTable } from './facts.tsx';
import type { NodeProps } from './inspector.tsx';
import classes from './workflow.module.css';

/** What went into a step and what came out. */
export function NodeData({ workflow, node, archived }: NodeProps): ReactNode {
  const shared = { workflow, archived };
  return (
    <div className={classes.pad}>
      <section className={classes.section}>
        <h3>{t('Inputs')}</h3>
        <ParameterTable parameters={node.inputs?.parameters ?? []} />
        {node.inputs?.artifacts && (
          <ArtifactList {...shared} direction="inputs" artifacts={node.inputs.artifacts.map((artifact) => ({ node, artifact }))} />
        )}
      </section>
      <section className={classes.section}>
        <h3>{t('Outputs')}</h3>
        <Facts
          facts={[
            [t('Result'), node.outputs?.result !== undefined && <pre className={classes.value}>{node.outputs.result}</pre>],
            [t('Exit code'), node.outputs?.exitCode],
          ]}
        />
        <ParameterTable parameters={node.outputs?.parameters ?? []} />
        {node.outputs?.artifacts && (
          <ArtifactList {...shared} direction="outputs" artifacts={node.outputs.artifacts.map((artifact) => ({ node, artifact }))} />
        )}
      </section>
    </div>
  );
}
