export type { ArchiveFilter, LabelRequirement, NodeStatusStore, WorkflowArchive } from './archive.ts';
export { type ConnectionOptions, createConnection, type PersistenceConnection } from './connection.ts';
export { type Database, onDatabase, openDatabase, type ReadSecret } from './database.ts';
export { migrate } from './migrations/migrate.ts';
export { type Engine, parsePersistence, type PersistenceConfig, type SecretRef } from './persistence-config.ts';
export { sqlArchive } from './sql-archive.ts';
export { sqlNodeStatuses } from './sql-node-statuses.ts';
