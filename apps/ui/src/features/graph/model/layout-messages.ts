import type { FlowLayout, FlowLayoutOptions, FlowModel } from '@argosy/graph';

export interface LayoutRequest {
  readonly id: number;
  readonly model: Pick<FlowModel, 'items' | 'roots' | 'links'>;
  readonly options: FlowLayoutOptions;
}

export interface LayoutAnswer {
  readonly id: number;
  readonly layout: FlowLayout;
}
