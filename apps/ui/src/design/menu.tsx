import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { Link } from '../app/link.tsx';
import { Button, IconButton } from './button.tsx';
import classes from './controls.module.css';
import { Icon, type IconName } from './icon.tsx';

export interface MenuItem {
  readonly label: string;
  readonly icon?: IconName;
  readonly hint?: string;
  readonly disabled?: boolean | undefined;
  readonly title?: string | undefined;
  readonly checked?: boolean;
  /** A line above it. */
  readonly apart?: boolean;
  readonly onSelect?: () => void;
  /** A page of this interface. */
  readonly to?: string;
  /** A page elsewhere. */
  readonly href?: string;
}

interface MenuProps {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly icon?: IconName;
  /** Shows the label and an arrow; otherwise only the icon. */
  readonly text?: ReactNode;
  readonly small?: boolean;
}

/** A button that opens a list of things to do. Arrow keys walk it, Escape closes it. */
export function Menu({ label, items, icon = 'more', text, small = false }: MenuProps): ReactNode {
  const id = useId();
  const popover = useRef<HTMLDivElement>(null);
  const anchor = useRef<HTMLSpanElement>(null);
  const [open, setOpen] = useState(false);
  const toggle = (): void => {
    place(anchor.current, popover.current);
    popover.current?.togglePopover();
  };
  const shared = { 'aria-haspopup': 'menu' as const, 'aria-expanded': open, 'aria-controls': id, onClick: toggle, small };
  return (
    <span className={classes.menuAnchor} ref={anchor}>
      {text === undefined ? (
        <IconButton icon={icon} label={label} {...shared} />
      ) : (
        <Button {...shared} look="quiet" aria-label={label} title={label}>
          {text}
          <Icon name="down" size={12} />
        </Button>
      )}
      <div
        ref={popover}
        id={id}
        popover="auto"
        role="menu"
        aria-label={label}
        className={classes.menu}
        onKeyDown={walk}
        onToggle={(event) => {
          setOpen(event.newState === 'open');
          if (event.newState === 'open') entriesOf(popover.current)[0]?.focus();
        }}
      >
        {items.map((item) => (
          <MenuEntry key={item.label} item={item} onDone={() => popover.current?.hidePopover()} />
        ))}
      </div>
    </span>
  );
}

function MenuEntry({ item, onDone }: { readonly item: MenuItem; readonly onDone: () => void }): ReactNode {
  const content = (
    <>
      {item.icon && <Icon name={item.icon} />}
      {item.label}
      {item.checked && <Icon name="check" size={14} />}
      {item.hint !== undefined && <small>{item.hint}</small>}
    </>
  );
  const shared = { className: classes.menuItem, role: 'menuitem', title: item.title, tabIndex: -1 };
  return (
    <>
      {item.apart && <div className={classes.menuLine} role="separator" />}
      {item.to !== undefined ? (
        <Link {...shared} to={item.to} onClick={onDone}>
          {content}
        </Link>
      ) : item.href !== undefined ? (
        <a {...shared} href={item.href} target="_blank" rel="noreferrer" onClick={onDone}>
          {content}
        </a>
      ) : (
        <button
          {...shared}
          type="button"
          disabled={item.disabled}
          onClick={() => {
            onDone();
            item.onSelect?.();
          }}
        >
          {content}
        </button>
      )}
    </>
  );
}

function place(anchor: HTMLElement | null, popover: HTMLElement | null): void {
  if (!anchor || !popover) return;
  const box = anchor.getBoundingClientRect();
  const right = box.left + 220 > innerWidth;
  popover.style.top = `${Math.min(box.bottom + 4, innerHeight - 80)}px`;
  popover.style.left = right ? 'auto' : `${box.left}px`;
  popover.style.right = right ? `${Math.max(8, innerWidth - box.right)}px` : 'auto';
}

function entriesOf(popover: HTMLElement | null): HTMLElement[] {
  return [...(popover?.querySelectorAll<HTMLElement>('[role="menuitem"]:not(:disabled)') ?? [])];
}

const STEPS: Readonly<Record<string, (index: number, count: number) => number>> = {
  ArrowDown: (index, count) => (index + 1) % count,
  ArrowUp: (index, count) => (index - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

function walk(event: KeyboardEvent<HTMLDivElement>): void {
  const step = STEPS[event.key];
  if (!step) return;
  event.preventDefault();
  event.stopPropagation();
  const items = entriesOf(event.currentTarget);
  items[step(items.indexOf(document.activeElement as HTMLElement), items.length)]?.focus();
}
