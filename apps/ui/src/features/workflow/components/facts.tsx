import type { Parameter } from '@argosy/api';
import type { ReactNode } from 'react';
import { CopyButton } from '../../../design/copy.tsx';
import { t } from '../../../i18n/translate.ts';
import classes from './workflow.module.css';

/** Names and values; what has no value is left out. */
export function Facts({ facts }: { readonly facts: readonly (readonly [string, ReactNode])[] }): ReactNode {
  return (
    <dl className={classes.facts2}>
      {facts
        .filter(([, value]) => !isBlank(value))
        .map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

function isBlank(value: ReactNode): boolean {
  return value === undefined || value === null || value === '' || value === false || (Array.isArray(value) && value.length === 0);
}

export function ParameterTable({ parameters }: { readonly parameters: readonly Parameter[] }): ReactNode {
  if (parameters.length === 0) return <p style={{ color: 'var(--muted)' }}>{t('None')}</p>;
  return (
    <dl className={classes.facts2}>
      {parameters.map((parameter) => (
        <div key={parameter.name} style={{ display: 'contents' }}>
          <dt>{parameter.name}</dt>
          <dd>
            <ParameterValue parameter={parameter} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function ParameterValue({ parameter }: { readonly parameter: Parameter }): ReactNode {
  const value = parameter.value ?? parameter.default;
  if (value === undefined || value === null)
    return <em style={{ color: 'var(--muted)' }}>{parameter.valueFrom ? t('from elsewhere') : t('not set')}</em>;
  const text = String(value);
  const long = text.length > 60 || text.includes('\n');
  return (
    <span style={{ display: 'flex', gap: 4, alignItems: 'flex-start' }}>
      {long ? (
        <pre className={classes.value} style={{ flex: 1 }} tabIndex={0}>
          {pretty(text)}
        </pre>
      ) : (
        <code>{text}</code>
      )}
      <CopyButton text={text} />
    </span>
  );
}

/** JSON that fits on no line is shown with its structure. */
function pretty(text: string): string {
  try {
    return /^\s*[[{]/.test(text) ? JSON.stringify(JSON.parse(text), null, 2) : text;
  } catch {
    return text;
  }
}
