import type { CronWorkflow, Parameter, Workflow } from '@argosy/api';
import { ExpressionError, GoTime, readTime } from '@argosy/expressions';
import { type Instant, toRfc3339Seconds } from '@argosy/std';
import { CliFailure } from '../failure.ts';
import { workflowOfCron } from '@argosy/submission';
import { nextRun } from './next-run.ts';

export interface BackfillOptions {
  /** Part of the workflows' names, and the name of their mutex. */
  readonly name: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly parallel: boolean;
  /** The parameter that tells a workflow which time it stands for. */
  readonly parameter: string;
  readonly limit: number;
}

/** Reads a date by a Go layout, or by RFC 3339 and the other usual ones where that does not fit. */
export function readDate(text: string, layout: string, flag: string): Instant {
  for (const candidate of [layout, undefined]) {
    try {
      return readTime(text, candidate).instant;
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
    }
  }
  throw new CliFailure(`invalid argument "${text}" for --${flag}: a date is expected`, {
    hint: 'for example 2026-11-01, 2026-11-01T06:00:00Z or "Sun, 01 Nov 2026 06:00:00 UTC"; --format says how another one is written',
  });
}

/** The moments from `from` to `to`, both included, at which the schedules of a cron workflow would have run it. */
export function scheduledTimes(cron: CronWorkflow, { from, to, limit }: Pick<BackfillOptions, 'from' | 'to' | 'limit'>): Instant[] {
  const times: Instant[] = [];
  for (let time = nextRun(cron, from - 1); time !== undefined && time <= to; time = nextRun(cron, time)) {
    times.push(time);
    if (times.length > limit)
      throw new CliFailure(`the period has more than ${limit} scheduled times`, {
        hint: 'choose a shorter period, or raise --maxworkflowcount',
      });
  }
  return times;
}

const BACKFILL_LABEL = 'workflows.argoproj.io/backfill';
const SCHEDULED_TIME = 'workflows.argoproj.io/scheduled-time';
const HIGHEST_PRIORITY = 2 ** 31 - 1;

/** The workflows that make up for the times; unless they may run side by side, a mutex lets the earliest go first. */
export function backfillWorkflows(cron: CronWorkflow, times: readonly Instant[], options: BackfillOptions): Workflow[] {
  return times.map((time, index) => {
    const workflow = workflowOfCron(cron, toRfc3339Seconds(time));
    const { metadata, spec } = workflow;
    return {
      ...workflow,
      metadata: {
        ...metadata,
        generateName: `${cron.metadata.name ?? ''}-backfill-${options.name}-`.toLowerCase(),
        labels: { ...metadata.labels, [BACKFILL_LABEL]: cron.metadata.name ?? '' },
        annotations: { ...metadata.annotations, [SCHEDULED_TIME]: toRfc3339Seconds(time) },
      },
      spec: {
        ...spec,
        arguments: { ...spec.arguments, parameters: withScheduledTime(spec.arguments?.parameters ?? [], options.parameter, time) },
        ...(!options.parallel && {
          priority: HIGHEST_PRIORITY - index,
          synchronization: { ...spec.synchronization, mutexes: [...(spec.synchronization?.mutexes ?? []), { name: options.name }] },
        }),
      },
    };
  });
}

/** The time as Go prints one by itself, `2026-11-01 06:00:00 +0000 UTC`. */
function withScheduledTime(parameters: readonly Parameter[], name: string, time: Instant): Parameter[] {
  return [...parameters.filter((parameter) => parameter.name !== name), { name, value: new GoTime(time).toString() }];
}
