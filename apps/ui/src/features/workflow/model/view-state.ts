import { setSearch, useLocation } from '../../../app/location.ts';
import { type SidePanel, sidePanelText, type ViewState, viewStateOf } from './view-address.ts';

export function useViewState(): ViewState {
  return viewStateOf(useLocation().search);
}

export function selectNode(nodeId: string | undefined): void {
  setSearch({ nodeId, line: undefined });
}

export function openSide(side: SidePanel | undefined): void {
  setSearch({ sidePanel: side && sidePanelText(side), line: undefined });
}
