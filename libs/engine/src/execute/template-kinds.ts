import type { NodeStatus, NodeType, Template } from '@argosy/api';
import type { TemplateKind } from '@argosy/templates';
import type { Draft } from '../draft.ts';
import type { Execution } from './request.ts';

/** How templates of one kind run. */
export interface TemplateKindHandler {
  readonly nodeType: NodeType;
  /** Creates the node or moves it on. */
  readonly execute: (draft: Draft, execution: Execution) => NodeStatus | undefined;
  /** Looks after a node that runs, without resolving its template's tags again. */
  readonly observe?: (draft: Draft, node: NodeStatus, template: Template) => NodeStatus;
}

/** A new template kind does not compile until it has a handler. The table reaches the execution by way of the Draft, since steps run templates. */
export type TemplateKinds = { readonly [K in TemplateKind]: TemplateKindHandler };
