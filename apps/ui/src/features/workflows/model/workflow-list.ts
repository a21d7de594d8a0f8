import type { Workflow } from '@argosy/api';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { useLiveReport } from '../../../app/live-status.ts';
import { argo } from '../../../api/client.ts';
import { followLive } from '../../../api/live.ts';
import { type ListFilter, labelSelectorOf, listOptionsOf } from './list-filter.ts';
import { withEvents } from './live-list.ts';

export interface WorkflowPage {
  readonly workflows: readonly Workflow[];
  /** Name of the next page. */
  readonly next?: string;
  readonly resourceVersion?: string;
}

/** Only what rows show: a workflow of thousands of nodes is megabytes. */
const ROW_FIELDS = [
  'metadata.uid',
  'metadata.name',
  'metadata.namespace',
  'metadata.creationTimestamp',
  'metadata.labels',
  'metadata.annotations',
  'status.phase',
  'status.message',
  'status.startedAt',
  'status.finishedAt',
  'status.estimatedDuration',
  'status.progress',
  'status.suspended',
  'status.conditions',
  'status.resourcesDuration',
  'spec.suspend',
  'spec.shutdown',
  'spec.arguments',
  'spec.workflowTemplateRef',
];
const LIST_FIELDS = ['metadata', ...ROW_FIELDS.map((field) => `items.${field}`)].join(',');
const WATCH_FIELDS = ['result.type', 'result.object.metadata.resourceVersion', ...ROW_FIELDS.map((field) => `result.object.${field}`)].join(
  ',',
);

/** A page of workflows that follows what happens. */
export function useWorkflowPage(namespace: string, filter: ListFilter) {
  const client = useQueryClient();
  const report = useLiveReport('workflows');
  const filterKey = JSON.stringify(filter);
  const key = useMemo(() => ['workflows', namespace, filterKey] as const, [namespace, filterKey]);
  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => readPage(namespace, filter, signal),
    placeholderData: (previous) => previous,
  });
  const loaded = query.isSuccess && !query.isPlaceholderData;
  const selector = labelSelectorOf(filter);
  useEffect(() => {
    if (!loaded) return undefined;
    return followLive({
      open: (options) => {
        // After a gap the list was read anew.
        const resourceVersion = client.getQueryData<WorkflowPage>(key)?.resourceVersion;
        return argo.workflows.watch(namespace, {
          ...options,
          fields: WATCH_FIELDS,
          listOptions: { ...(selector !== '' && { labelSelector: selector }), ...(resourceVersion && { resourceVersion }) },
        });
      },
      onItems: (events) =>
        client.setQueryData<WorkflowPage>(
          key,
          (page) =>
            page && {
              ...page,
              workflows: withEvents(
                page.workflows,
                events.filter((event) => matchesName(event.object, filter)),
              ),
            },
        ),
      onState: report,
      onGap: () => client.invalidateQueries({ queryKey: key }),
    });
  }, [loaded, key, client]);
  return query;
}

/** How many fit the filter in all, counted when it is asked for: in a large archive that takes seconds. */
export function useTotal(namespace: string, filter: ListFilter) {
  const { offset: _, ...all } = filter;
  return useQuery({
    queryKey: ['workflow-total', namespace, JSON.stringify(all)],
    queryFn: async ({ signal }) => {
      const { listOptions, ...rest } = listOptionsOf({ ...all, limit: 1 });
      const fieldSelector = [listOptions?.fieldSelector, 'ext.showRemainingItemCount=true'].filter(Boolean).join(',');
      const { items, metadata } = await argo.workflows.list(namespace, {
        ...rest,
        listOptions: { ...listOptions, fieldSelector },
        fields: 'metadata,items.metadata.uid',
        signal,
      });
      return (items ?? []).length + Number(metadata?.remainingItemCount ?? 0);
    },
    enabled: false,
  });
}

async function readPage(namespace: string, filter: ListFilter, signal: AbortSignal): Promise<WorkflowPage> {
  const list = await argo.workflows.list(namespace, { ...listOptionsOf(filter), fields: LIST_FIELDS, signal });
  const { continue: next, resourceVersion } = list.metadata ?? {};
  return {
    workflows: list.items ?? [],
    ...(next && { next }),
    ...(resourceVersion && { resourceVersion }),
  };
}

/** The stream is filtered by labels only; names are looked at here. */
function matchesName({ metadata }: Workflow, { name, offset }: ListFilter): boolean {
  const own = metadata.name ?? '';
  if (offset !== undefined) return false;
  if (!name) return true;
  return NAME_TESTS[name.kind](own, name.text);
}

const NAME_TESTS = {
  Contains: (own: string, text: string) => own.includes(text),
  Prefix: (own: string, text: string) => own.startsWith(text),
  Exact: (own: string, text: string) => own === text,
  NotEquals: (own: string, text: string) => own !== text,
} as const;
