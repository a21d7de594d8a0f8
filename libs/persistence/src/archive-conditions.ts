import { type Instant } from '@argosy/std';
import { type RawBuilder, sql } from 'kysely';
import type { ArchiveFilter, LabelRequirement } from './archive.ts';
import type { Database } from './database.ts';
import { sqlTime } from './times.ts';

type Condition = RawBuilder<unknown>;

/** What a filter means, as conditions on the row `a` that must all hold. */
export function conditionsOf(database: Database, filter: ArchiveFilter): Condition {
  const conditions = [
    sql`a.clustername = ${database.clusterName}`,
    sql`a.instanceid = ${filter.instanceId}`,
    ...(filter.namespace === '' ? [] : [sql`a.namespace = ${filter.namespace}`]),
    ...(filter.uid === undefined ? [] : [sql`a.uid = ${filter.uid}`]),
    ...filter.names.map((name) => nameCondition(database, name)),
    ...timeConditions(filter),
    ...filter.labels.map((requirement) => labelCondition(database, requirement)),
  ];
  return sql.join(conditions, sql` and `);
}

function nameCondition({ engine }: Database, { kind, text }: ArchiveFilter['names'][number]): Condition {
  switch (kind) {
    case 'Exact':
      return sql`a.name = ${text}`;
    case 'NotEquals':
      return sql`a.name <> ${text}`;
    case 'Prefix':
      return engine === 'sqlite' ? sql`a.name glob ${`${globText(text)}*`}` : sql`a.name like ${`${likeText(text)}%`}`;
    case 'Contains':
      return engine === 'sqlite' ? sql`a.name glob ${`*${globText(text)}*`}` : sql`a.name like ${`%${likeText(text)}%`}`;
  }
}

function likeText(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`);
}

/** SQLite's LIKE does not tell large letters from small ones. */
function globText(text: string): string {
  return text.replaceAll(/[*?[]/g, '[$&]');
}

/**
 * Lists are in the order of the start. A workflow ends after it starts and starts after it was created, so bounds on the one are bounds on the other: with them the
 * database begins to read where the first row may be.
 */
function timeConditions({ startedAfter, startedBefore, createdAfter, finishedBefore }: ArchiveFilter): Condition[] {
  const after = latest(startedAfter, createdAfter);
  const before = earliest(startedBefore, finishedBefore);
  return [
    ...(after === undefined ? [] : [startedAfter === after ? sql`a.startedat > ${sqlTime(after)}` : sql`a.startedat >= ${sqlTime(after)}`]),
    ...(before === undefined
      ? []
      : [startedBefore === before ? sql`a.startedat < ${sqlTime(before)}` : sql`a.startedat <= ${sqlTime(before)}`]),
    ...(createdAfter === undefined ? [] : [sql`a.creationtimestamp > ${sqlTime(createdAfter)}`]),
    ...(finishedBefore === undefined ? [] : [sql`a.finishedat < ${sqlTime(finishedBefore)}`]),
  ];
}

function latest(...instants: readonly (Instant | undefined)[]): Instant | undefined {
  const known = instants.filter((instant) => instant !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

function earliest(...instants: readonly (Instant | undefined)[]): Instant | undefined {
  const known = instants.filter((instant) => instant !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

const PHASE = 'workflows.argoproj.io/phase';
const COMPLETED = 'workflows.argoproj.io/completed';

function labelCondition(database: Database, requirement: LabelRequirement): Condition {
  const { key, operator } = requirement;
  // What is a column, or true of all that has ended, needs no look at the labels.
  if (key === PHASE && (operator === 'in' || operator === 'notin')) return phaseCondition(requirement.values, operator);
  if (key === COMPLETED && operator === 'in') return requirement.values.includes('true') ? sql`1 = 1` : sql`1 = 0`;
  const negated = operator === 'notin' || operator === 'absent';
  const found = sql`exists (select 1 from argo_archived_workflows_labels l
    where l.clustername = a.clustername and l.uid = a.uid and l.name = ${key}${valueCondition(database, requirement)})`;
  return negated ? sql`not ${found}` : found;
}

function phaseCondition(values: readonly string[], operator: 'in' | 'notin'): Condition {
  const list = sql.join(values.map((value) => sql`${value}`));
  return operator === 'in' ? sql`a.phase in (${list})` : sql`a.phase not in (${list})`;
}

function valueCondition({ engine }: Database, requirement: LabelRequirement): Condition {
  if ('values' in requirement) return sql` and l.value in (${sql.join(requirement.values.map((value) => sql`${value}`))})`;
  if (!('bound' in requirement)) return sql``;
  const isNumber = { postgres: sql`l.value ~ '^-?[0-9]+$'`, mysql: sql`l.value regexp '^-?[0-9]+$'`, sqlite: sql`l.value glob '[-0-9]*'` }[
    engine
  ];
  const number = engine === 'mysql' ? sql`cast(l.value as signed)` : sql`cast(l.value as bigint)`;
  const order = requirement.operator === '<' ? sql`<` : sql`>`;
  // The order of conditions is the planner's: a value that is no number must not be cast.
  return sql` and case when ${isNumber} then ${number} ${order} ${requirement.bound} else ${engine === 'postgres' ? sql`false` : sql`0`} end`;
}
