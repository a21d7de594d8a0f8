const KEY = 'argosy.views';

/** A filter under a name: the address's query is the filter. */
export interface SavedView {
  readonly name: string;
  readonly search: string;
}

export const builtInViews = [
  { name: 'Needs attention', search: 'phase=Failed&phase=Error' },
  { name: 'In progress', search: 'phase=Running&phase=Pending' },
] as const satisfies readonly SavedView[];

export function savedViews(): readonly SavedView[] {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '[]') as SavedView[];
  } catch {
    return [];
  }
}

/** Keeps a view under its name; one of the same name is replaced. */
export function saveView(view: SavedView): void {
  store([...savedViews().filter(({ name }) => name !== view.name), view]);
}

export function deleteView(name: string): void {
  store(savedViews().filter((view) => view.name !== name));
}

function store(views: readonly SavedView[]): void {
  localStorage.setItem(KEY, JSON.stringify(views));
}
