import type { Container, Template } from '@argosy/api';
import { templateFinder } from '@argosy/graph';
import type { ReactNode } from 'react';
import { t } from '../../../i18n/translate.ts';
import { blockYaml } from '../../../yaml/block-yaml.ts';
import { Facts } from './facts.tsx';
import type { NodeProps } from './inspector.tsx';
import classes from './workflow.module.css';

type ShownContainer = Partial<Container> & { readonly source?: string };

/** The containers that a step runs, as its template has them. */
export function NodeContainers({ workflow, node }: NodeProps): ReactNode {
  const template = templateFinder(workflow).ofNode(node);
  const containers = template ? containersIn(template) : [];
  if (containers.length === 0) return <p className={classes.pad}>{t('This step runs no container of its own.')}</p>;
  return (
    <div className={classes.pad}>
      {containers.map((container) => (
        <section key={container.name ?? 'main'} className={classes.section}>
          <h3>{container.name ?? 'main'}</h3>
          <Facts
            facts={[
              [t('Image'), container.image && <code>{container.image}</code>],
              [t('Command'), container.command && <pre className={classes.value}>{container.command.join(' ')}</pre>],
              [t('Arguments'), container.args && <pre className={classes.value}>{container.args.join('\n')}</pre>],
              [t('Source'), container.source && <pre className={classes.value}>{container.source}</pre>],
              [
                t('Environment'),
                container.env && (
                  <pre className={classes.value}>
                    {container.env
                      .map(({ name, value, valueFrom }) => `${name}=${value ?? `<${Object.keys(valueFrom ?? {}).join()}>`}`)
                      .join('\n')}
                  </pre>
                ),
              ],
              [t('Resources'), container.resources && <pre className={classes.value}>{blockYaml(container.resources)}</pre>],
            ]}
          />
        </section>
      ))}
    </div>
  );
}

function containersIn(template: Template): ShownContainer[] {
  const own = template.container ?? template.script;
  return [
    ...(template.initContainers ?? []),
    ...(own ? [own] : []),
    ...(template.containerSet?.containers ?? []),
    ...(template.sidecars ?? []),
  ] as ShownContainer[];
}
