export type { ArchiveFilter, LabelRequirement, NodeStatusStore, WorkflowArchive } from './archive.ts';
