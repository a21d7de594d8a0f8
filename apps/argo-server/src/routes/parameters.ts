import type { Parameter } from '../api/endpoint.ts';

const text = (name: string, about?: string): Parameter => ({ name, type: 'string', ...(about !== undefined && { about }) });
const flag = (name: string, about?: string): Parameter => ({ name, type: 'boolean', ...(about !== undefined && { about }) });
const count = (name: string, about?: string): Parameter => ({ name, type: 'integer', ...(about !== undefined && { about }) });

/** `listOptions.*`, as Kubernetes means them. */
export const listParameters: readonly Parameter[] = [
  text('listOptions.labelSelector', 'Which labels the objects must have.'),
  text('listOptions.fieldSelector', 'Which fields the objects must have.'),
  flag('listOptions.watch'),
  flag('listOptions.allowWatchBookmarks'),
  text('listOptions.resourceVersion', 'Where a watch begins.'),
  text('listOptions.resourceVersionMatch'),
  text('listOptions.timeoutSeconds'),
  text('listOptions.limit', 'The largest number of objects in one answer.'),
  text('listOptions.continue', 'What the answer before gave under metadata.continue.'),
  flag('listOptions.sendInitialEvents'),
].map((parameter) =>
  parameter.name.endsWith('limit') || parameter.name.endsWith('timeoutSeconds') ? { ...parameter, type: 'integer' } : parameter,
);

export const deleteParameters: readonly Parameter[] = [
  count('deleteOptions.gracePeriodSeconds'),
  text('deleteOptions.preconditions.uid'),
  text('deleteOptions.preconditions.resourceVersion'),
  flag('deleteOptions.orphanDependents'),
  { name: 'deleteOptions.propagationPolicy', type: 'string', choices: ['Background', 'Foreground', 'Orphan'] },
  { name: 'deleteOptions.dryRun', type: 'strings' },
];

export const getParameters: readonly Parameter[] = [text('getOptions.resourceVersion')];

export const logParameters: readonly Parameter[] = [
  text('logOptions.container', 'The container; `main` if absent.'),
  flag('logOptions.follow', 'Go on until the workflow has ended.'),
  flag('logOptions.previous'),
  count('logOptions.sinceSeconds'),
  text('logOptions.sinceTime', 'RFC 3339.'),
  count('logOptions.sinceTime.seconds', 'The same in seconds since 1970, as clients of gRPC say it.'),
  count('logOptions.sinceTime.nanos'),
  flag('logOptions.timestamps', 'Put its time before every line.'),
  count('logOptions.tailLines'),
  count('logOptions.limitBytes'),
  flag('logOptions.insecureSkipTLSVerifyBackend'),
  text('grep', 'A regular expression (RE2) that lines must match.'),
  text('selector', 'Labels that pods must have.'),
];

export const fieldsParameter: Parameter = text('fields', 'Paths to answer with, separated by commas; a leading - leaves them out instead.');
export const nameFilterParameter: Parameter = {
  name: 'nameFilter',
  type: 'string',
  choices: ['Exact', 'Contains', 'Prefix', 'NotEquals'],
  about: 'How metadata.name of the field selector is meant.',
};
export const textParameter = text;
export const flagParameter = flag;
