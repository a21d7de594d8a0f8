/**
 * `step`: something that runs. `boundary`: a template with steps of its own. `stack`: the runs of one loop.
 * `junction`: a point where many branches meet. `ghost`: a step of the spec that has no node yet.
 */
export type FlowItemKind = 'step' | 'boundary' | 'stack' | 'junction' | 'ghost';

/** One thing of the picture. Items form a tree: what stands inside a boundary or a stack has it as `parent`. */
export interface FlowItem {
  readonly id: string;
  readonly kind: FlowItemKind;
  readonly label: string;
  /** The node whose state it shows; none for stacks without a group node, junctions and ghosts. */
  readonly nodeId?: string;
  /** Ids of the attempts of a retried step, first to last. */
  readonly attempts?: readonly string[];
  /** Template that it runs. */
  readonly template?: string;
  readonly parent?: string;
  readonly children: string[];
}

/** A link between two items that stand in the same place of the tree. */
export interface FlowLink {
  readonly from: string;
  readonly to: string;
  /** The link to an exit handler is no dependency. */
  readonly dashed?: boolean;
}

/** The picture of a workflow before it is laid out. */
export interface FlowModel {
  readonly items: ReadonlyMap<string, FlowItem>;
  /** Items without a parent, in order. */
  readonly roots: readonly string[];
  readonly links: readonly FlowLink[];
  /** The item that shows a node, for every node that is shown. */
  readonly itemOfNode: ReadonlyMap<string, string>;
}
