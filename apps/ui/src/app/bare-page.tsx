import { type ReactNode, Suspense } from 'react';
import { CrashBoundary } from './crash-boundary.tsx';
import { pages } from './pages.ts';
import type { RouteMatch } from './route-table.ts';

/** A page without rail and top bar. */
export function BarePage({ match }: { readonly match: RouteMatch }): ReactNode {
  const Content = pages[match.name];
  return (
    <CrashBoundary>
      <Suspense fallback={null}>
        <Content params={match.params} namespace={match.params.namespace ?? ''} />
      </Suspense>
    </CrashBoundary>
  );
}
