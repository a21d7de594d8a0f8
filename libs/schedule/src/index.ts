export { isTimeZone, type ParsedSchedule, parseSchedule, type Schedule } from './cron-expression.ts';
export { activeReference, type CronDecision, type CronObservation, decideCron } from './decide-cron.ts';
export { lastRun, nextRun } from './next-run.ts';
