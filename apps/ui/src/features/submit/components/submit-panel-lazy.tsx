import { lazy, type ReactNode, Suspense } from 'react';
import type { SubmitPanelProps } from './submit-panel.tsx';

const Panel = lazy(async () => ({ default: (await import('./submit-panel.tsx')).SubmitPanel }));

/** The panel with its editor comes when it is opened. */
export function SubmitPanel(props: SubmitPanelProps): ReactNode {
  return (
    <Suspense fallback={null}>
      <Panel {...props} />
    </Suspense>
  );
}
