import type { Workflow } from '@argosy/api';
import { useEffect, useState } from 'react';
import { argo } from '../../../api/client.ts';
import { followLive } from '../../../api/live.ts';
import { useLocation } from '../../../app/location.ts';

export interface WidgetWorkflow {
  readonly workflow: Workflow | undefined;
  /** Where links open. */
  readonly target: string;
}

/** The workflow of a name, or the newest with a label, as it is at the moment. */
export function useWidgetWorkflow(namespace: string): WidgetWorkflow {
  const { search } = useLocation();
  const [workflow, setWorkflow] = useState<Workflow>();
  const [name, label] = [search.get('name') ?? '', search.get('label') ?? ''];
  useEffect(
    () =>
      followLive({
        open: (options) =>
          argo.workflows.watch(namespace, {
            ...options,
            listOptions: { ...(name !== '' && { fieldSelector: `metadata.name=${name}` }), ...(label !== '' && { labelSelector: label }) },
          }),
        onItems: (events) => setWorkflow((known) => events.reduce((newest, { object }) => newer(newest, object), known)),
      }),
    [namespace, name, label],
  );
  return { workflow, target: search.get('target') ?? '_top' };
}

function newer(known: Workflow | undefined, next: Workflow): Workflow {
  if (!known || known.metadata.uid === next.metadata.uid) return next;
  return (known.metadata.creationTimestamp ?? '') > (next.metadata.creationTimestamp ?? '') ? known : next;
}
