import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';

interface ResizeHandleProps {
  readonly className: string | undefined;
  readonly label: string;
  /** Size of what it belongs to, in pixels. */
  readonly value: number;
  readonly onChange: (value: number) => void;
  /** The side at which it lies: pulling away from it makes larger. */
  readonly edge: 'left' | 'top';
}

const STEP = 24;

/** A border to pull, with the pointer or with arrow keys. */
export function ResizeHandle({ className, label, value, onChange, edge }: ResizeHandleProps): ReactNode {
  const start = (event: PointerEvent<HTMLDivElement>): void => {
    event.preventDefault();
    const handle = event.currentTarget;
    const origin = edge === 'left' ? event.clientX : event.clientY;
    handle.setPointerCapture(event.pointerId);
    const move = ({ clientX, clientY }: globalThis.PointerEvent): void => onChange(value + origin - (edge === 'left' ? clientX : clientY));
    handle.addEventListener('pointermove', move);
    handle.addEventListener('lostpointercapture', () => handle.removeEventListener('pointermove', move), { once: true });
  };
  const keys = edge === 'left' ? { ArrowLeft: STEP, ArrowRight: -STEP } : { ArrowUp: STEP, ArrowDown: -STEP };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = (keys as Readonly<Record<string, number | undefined>>)[event.key];
    if (step === undefined) return;
    event.preventDefault();
    onChange(value + step);
  };
  return (
    <div
      className={className}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={edge === 'left' ? 'vertical' : 'horizontal'}
      aria-valuenow={Math.round(value)}
      onPointerDown={start}
      onKeyDown={onKeyDown}
    />
  );
}
