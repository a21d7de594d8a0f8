export { applyOverrides, type GivenParameter, parseLabels, type SubmitOverrides } from './apply-overrides.ts';
export { checkObject } from './check-object.ts';
export { referencesIn, type TemplateReference } from './references.ts';
export { type SubmissionSource, submissionSource, workflowOfCron, workflowOfTemplate } from './source.ts';
