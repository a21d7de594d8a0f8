import type { ButtonHTMLAttributes, ReactNode } from 'react';
import classes from './controls.module.css';
import { Icon, type IconName } from './icon.tsx';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly icon?: IconName | undefined;
  readonly look?: 'plain' | 'primary' | 'danger' | 'quiet';
  readonly small?: boolean;
  /** For buttons that switch something. */
  readonly pressed?: boolean | undefined;
}

export function Button({ icon, look = 'plain', small = false, pressed, children, className, ...rest }: ButtonProps): ReactNode {
  const names = [classes.button, look !== 'plain' && classes[look], small && classes.small, pressed && classes.pressed, className];
  return (
    <button type="button" className={names.filter(Boolean).join(' ')} {...(pressed !== undefined && { 'aria-pressed': pressed })} {...rest}>
      {icon && <Icon name={icon} size={small ? 14 : 16} />}
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<ButtonProps, 'children'> {
  readonly icon: IconName;
  /** What it does; also its tooltip. */
  readonly label: string;
  readonly keys?: string;
}

/** A button without text: its label is its tooltip and its name. */
export function IconButton({ icon, label, keys, look = 'quiet', className, ...rest }: IconButtonProps): ReactNode {
  const title = keys === undefined ? label : `${label} (${keys})`;
  const names = [classes.iconOnly, className].filter(Boolean).join(' ');
  return <Button icon={icon} look={look} aria-label={label} title={title} className={names} {...rest} />;
}
