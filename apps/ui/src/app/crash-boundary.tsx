import { Component, type ReactNode } from 'react';
import { ErrorNotice } from '../design/notices.tsx';

interface CrashBoundaryProps {
  readonly children: ReactNode;
}

/** Keeps a fault of one part from taking the whole page; React offers this to classes only. */
export class CrashBoundary extends Component<CrashBoundaryProps, { readonly error: unknown }> {
  override state: { readonly error: unknown } = { error: undefined };

  static getDerivedStateFromError(error: unknown): { readonly error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children;
    return (
      <div style={{ padding: 20 }}>
        <ErrorNotice error={this.state.error} onRetry={() => this.setState({ error: undefined })} />
      </div>
    );
  }
}
