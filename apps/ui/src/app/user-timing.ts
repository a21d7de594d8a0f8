/** Marks that something is on the screen, for benchmarks and the browser's own tools; one mark of each name is kept. */
export function markShown(name: 'graph' | 'timeline' | 'inspector' | 'search'): void {
  performance.clearMarks(`argosy:${name}`);
  performance.mark(`argosy:${name}`);
}

/** The same once the next frame is drawn. */
export function markNextFrame(name: 'inspector' | 'search'): void {
  requestAnimationFrame(() => markShown(name));
}
