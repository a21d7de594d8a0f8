import type { ReactNode } from 'react';
import type { PageProps } from '../../../app/pages.ts';
import { DefinitionList } from './definition-list.tsx';

export function TemplateListPage({ namespace }: PageProps): ReactNode {
  return <DefinitionList kind="template" namespace={namespace} />;
}

export function ClusterTemplateListPage({ namespace }: PageProps): ReactNode {
  return <DefinitionList kind="clusterTemplate" namespace={namespace} />;
}
