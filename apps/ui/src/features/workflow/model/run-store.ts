import type { Workflow } from '@argosy/api';
import type { WatchEvent } from '@argosy/api-client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { argo, isMissing } from '../../../api/client.ts';
import { followLive } from '../../../api/live.ts';
import { useLiveReport } from '../../../app/live-status.ts';

export interface Run {
  readonly workflow: Workflow | undefined;
  readonly error: unknown;
  /** It was deleted while it was watched; what was known last is still shown. */
  readonly gone: boolean;
  readonly archived: boolean;
  readonly refetch: () => void;
}

interface RunData {
  readonly workflow: Workflow;
  readonly archived: boolean;
}

/** What never changes after the first answer is not sent with every event. */
const WATCH_FIELDS =
  '-result.object.metadata.managedFields,result.object.status.storedTemplates,result.object.status.storedWorkflowTemplateSpec';

/** One workflow that follows what happens to it; from the archive where the cluster no longer has it (acceptance 10-023). */
export function useRun(namespace: string, name: string, uid: string | undefined): Run {
  const client = useQueryClient();
  const report = useLiveReport('workflow');
  const [gone, setGone] = useState(false);
  const key = useMemo(() => ['workflow', namespace, name, uid ?? ''] as const, [namespace, name, uid]);
  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => readRun({ namespace, name, uid, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    // To compare thousands of nodes in depth takes longer than to draw them.
    structuralSharing: false,
  });
  const live = query.data !== undefined && !query.data.archived;
  useEffect(() => {
    if (!live) return undefined;
    return followLive<WatchEvent<Workflow>>({
      open: (options) => {
        const { resourceVersion } = client.getQueryData<RunData>(key)?.workflow.metadata ?? {};
        return argo.workflows.watch(namespace, {
          ...options,
          fields: WATCH_FIELDS,
          listOptions: { fieldSelector: `metadata.name=${name}`, ...(resourceVersion && { resourceVersion }) },
        });
      },
      onItems: (events) => {
        const last = events.at(-1);
        setGone(last?.type === 'DELETED');
        if (last && last.type !== 'DELETED')
          client.setQueryData<RunData>(key, (known) => known && { ...known, workflow: withStored(known.workflow, last.object) });
      },
      onState: report,
      onGap: () => client.invalidateQueries({ queryKey: key }),
    });
  }, [live, namespace, name, key, client]);
  return {
    workflow: query.data?.workflow,
    error: query.error,
    gone,
    archived: query.data?.archived === true,
    refetch: () => void query.refetch(),
  };
}

async function readRun({
  namespace,
  name,
  uid,
  signal,
}: {
  namespace: string;
  name: string;
  uid: string | undefined;
  signal: AbortSignal;
}): Promise<RunData> {
  try {
    const workflow = await argo.workflows.get({ namespace, name }, { ...(uid && { uid }), signal });
    const isOther = uid !== undefined && workflow.metadata.uid !== uid;
    if (!isOther) return { workflow, archived: isFromArchive(workflow) };
  } catch (error) {
    if (!isMissing(error) || uid === undefined) throw error;
  }
  return { workflow: await argo.archive.get({ uid: uid as string, namespace, name }, { signal }), archived: true };
}

/** The server gives archived workflows under the same address, and says so in a label. */
function isFromArchive({ metadata }: Workflow): boolean {
  return metadata.labels?.['workflows.argoproj.io/workflow-archiving-status'] === 'Persisted';
}

function withStored(known: Workflow, next: Workflow): Workflow {
  const { storedTemplates, storedWorkflowTemplateSpec } = known.status ?? {};
  return {
    ...next,
    status: {
      ...(storedTemplates && { storedTemplates }),
      ...(storedWorkflowTemplateSpec && { storedWorkflowTemplateSpec }),
      ...next.status,
    },
  };
}
