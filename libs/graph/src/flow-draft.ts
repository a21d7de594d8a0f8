import type { FlowItem, FlowLink, FlowModel } from './flow-item.ts';

/** The picture while it is made. */
export class FlowDraft implements FlowModel {
  readonly items = new Map<string, FlowItem>();
  readonly itemOfNode = new Map<string, string>();
  roots: string[] = [];
  links: FlowLink[] = [];

  add(item: FlowItem): void {
    this.items.set(item.id, item);
    if (item.nodeId !== undefined) this.itemOfNode.set(item.nodeId, item.id);
    const parent = item.parent === undefined ? undefined : this.items.get(item.parent);
    if (parent) parent.children.push(item.id);
    else this.roots.push(item.id);
  }
}
