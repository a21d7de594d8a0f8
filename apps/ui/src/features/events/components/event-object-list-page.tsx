import type { ReactNode } from 'react';
import type { PageProps } from '../../../app/pages.ts';
import { DefinitionList } from '../../templates/components/definition-list.tsx';

export function EventSourceListPage({ namespace }: PageProps): ReactNode {
  return <DefinitionList kind="eventSource" namespace={namespace} />;
}

export function SensorListPage({ namespace }: PageProps): ReactNode {
  return <DefinitionList kind="sensor" namespace={namespace} />;
}
