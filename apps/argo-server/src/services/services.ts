import type { SyncLimits, WorkflowArchive } from '@argosy/persistence';
import type { KubeClient, Timers } from '@argosy/kube';
import type { Logger } from '@argosy/std';
import type { Access } from './access.ts';
import type { EventReceiver } from './event-receiver.ts';
import type { LiveWorkflows } from './live-workflows.ts';
import type { NodeStatusReader } from './packed-nodes.ts';
import type { ServerSettings } from './server-settings.ts';

/** What the routes work with. */
export interface Services {
  /** Acts with the server's own rights. */
  readonly client: KubeClient;
  readonly live: LiveWorkflows;
  readonly access: Access;
  /** Absent: nothing is archived. */
  archive(): WorkflowArchive | undefined;
  offloaded(): NodeStatusReader | undefined;
  /** Limits of semaphores in a database; absent: there is none, or it is not to be changed through the API. */
  syncLimits(): SyncLimits | undefined;
  settings(): ServerSettings;
  /** The only namespace that is served; empty: all. */
  readonly managedNamespace: string;
  /** The server's own namespace. */
  readonly ownNamespace: string;
  /** Keys of labels whose values are not listed (acceptance 8-038). */
  readonly hiddenLabelValues: RegExp | undefined;
  readonly events: EventReceiver;
  readonly timers: Timers;
  readonly logger: Logger;
}
