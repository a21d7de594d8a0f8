import type { ReactNode } from 'react';
import type { PageProps } from '../../../app/pages.ts';
import { DefinitionPage } from './definition-page.tsx';

export function TemplatePage({ params, namespace }: PageProps): ReactNode {
  return <DefinitionPage kind="template" namespace={namespace} name={params.name ?? ''} />;
}

export function ClusterTemplatePage({ params, namespace }: PageProps): ReactNode {
  return <DefinitionPage kind="clusterTemplate" namespace={namespace} name={params.name ?? ''} />;
}
