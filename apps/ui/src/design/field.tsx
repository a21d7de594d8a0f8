import { type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, type TextareaHTMLAttributes, useId } from 'react';
import classes from './controls.module.css';

interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly problem?: string | undefined;
}

interface FrameProps extends FieldProps {
  readonly children: (ids: { readonly id: string; readonly 'aria-describedby'?: string; readonly 'aria-invalid'?: boolean }) => ReactNode;
}

function FieldFrame({ label, hint, problem, children }: FrameProps): ReactNode {
  const id = useId();
  const described = hint !== undefined || problem !== undefined;
  return (
    <div className={classes.field}>
      <label className={classes.fieldLabel} htmlFor={id}>
        {label}
      </label>
      {children({ id, ...(described && { 'aria-describedby': `${id}-hint` }), ...(problem !== undefined && { 'aria-invalid': true }) })}
      {described && (
        <p id={`${id}-hint`} className={problem === undefined ? classes.hint : classes.problem}>
          {problem ?? hint}
        </p>
      )}
    </div>
  );
}

export function TextField({ label, hint, problem, ...rest }: FieldProps & InputHTMLAttributes<HTMLInputElement>): ReactNode {
  return (
    <FieldFrame label={label} hint={hint} problem={problem}>
      {(ids) => <input type="text" spellCheck={false} autoComplete="off" className={classes.input} {...ids} {...rest} />}
    </FieldFrame>
  );
}

export function FileField({ label, hint, problem, ...rest }: FieldProps & Omit<InputHTMLAttributes<HTMLInputElement>, 'type'>): ReactNode {
  return (
    <FieldFrame label={label} hint={hint} problem={problem}>
      {(ids) => <input type="file" className={classes.input} {...ids} {...rest} />}
    </FieldFrame>
  );
}

export function TextArea({ label, hint, problem, ...rest }: FieldProps & TextareaHTMLAttributes<HTMLTextAreaElement>): ReactNode {
  return (
    <FieldFrame label={label} hint={hint} problem={problem}>
      {(ids) => <textarea rows={3} spellCheck={false} className={classes.input} {...ids} {...rest} />}
    </FieldFrame>
  );
}

interface SelectProps extends FieldProps, SelectHTMLAttributes<HTMLSelectElement> {
  readonly options: readonly (string | { readonly value: string; readonly label: string })[];
}

export function SelectField({ label, hint, problem, options, ...rest }: SelectProps): ReactNode {
  return (
    <FieldFrame label={label} hint={hint} problem={problem}>
      {(ids) => (
        <select className={classes.input} {...ids} {...rest}>
          {options.map((option) => {
            const { value, label: text } = typeof option === 'string' ? { value: option, label: option } : option;
            return (
              <option key={value} value={value}>
                {text}
              </option>
            );
          })}
        </select>
      )}
    </FieldFrame>
  );
}

interface CheckProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'type'> {
  readonly label: string;
  readonly hint?: string;
}

export function CheckField({ label, hint, ...rest }: CheckProps): ReactNode {
  return (
    <label className={classes.check}>
      <input type="checkbox" {...rest} />
      <span>
        {label}
        {hint !== undefined && <span className={classes.hint}> {hint}</span>}
      </span>
    </label>
  );
}
