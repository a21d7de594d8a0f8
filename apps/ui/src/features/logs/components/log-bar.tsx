import type { Workflow } from '@argosy/api';
import { type ReactNode, useRef } from 'react';
import { useShortcuts } from '../../../app/shortcuts.ts';
import { IconButton } from '../../../design/button.tsx';
import controls from '../../../design/controls.module.css';
import { Icon } from '../../../design/icon.tsx';
import { t } from '../../../i18n/translate.ts';
import { plainText } from '../model/ansi.ts';
import type { LogSearch } from '../model/log-buffer.ts';
import type { LogStream } from '../model/log-stream.ts';
import type { LogView } from './log-viewer.tsx';
import classes from './log-viewer.module.css';

interface LogBarProps {
  readonly target: {
    readonly workflow: Workflow;
    readonly nodeId: string | undefined;
    readonly container: string;
    readonly containers: readonly string[];
    readonly onTarget: (nodeId: string | undefined, container: string) => void;
  };
  readonly search: {
    readonly search: LogSearch;
    readonly found: number;
    readonly current: number;
    readonly onSearch: (search: LogSearch) => void;
    readonly onGo: (step: number) => void;
  };
  readonly view: LogView;
  readonly onView: (part: Partial<LogView>) => void;
  readonly stream: LogStream;
  readonly extra?: ReactNode;
}

export function LogBar({ target, search, view, onView, stream, extra }: LogBarProps): ReactNode {
  const name = `${target.workflow.metadata.name ?? 'workflow'}-${target.container}.log`;
  useShortcuts(t('Logs'), [
    { keys: 'w', label: t('Wrap lines'), run: () => onView({ wrap: !view.wrap }) },
    { keys: 'n', label: t('Next match'), run: () => search.onGo(1) },
    { keys: 'shift+n', label: t('Previous match'), run: () => search.onGo(-1) },
  ]);
  return (
    <div className={classes.bar} role="toolbar" aria-label={t('Logs')}>
      <TargetSelects {...target} />
      <LogSearchField {...search} />
      <IconButton
        small
        icon="filter"
        label={t('Only lines that match')}
        pressed={view.filter}
        onClick={() => onView({ filter: !view.filter })}
      />
      <span className={classes.spacer} />
      <IconButton small icon="down" label={t('Follow')} pressed={view.follow} onClick={() => onView({ follow: !view.follow })} />
      <IconButton small icon="wrap" label={t('Wrap lines')} keys="w" pressed={view.wrap} onClick={() => onView({ wrap: !view.wrap })} />
      <IconButton small icon="clock" label={t('Times')} pressed={view.stamps} onClick={() => onView({ stamps: !view.stamps })} />
      <IconButton small icon="download" label={t('Download')} onClick={() => download(name, stream)} />
      {extra}
    </div>
  );
}

function TargetSelects({ workflow, nodeId, container, containers, onTarget }: LogBarProps['target']): ReactNode {
  const pods = Object.values(workflow.status?.nodes ?? {}).filter(({ type }) => type === 'Pod' || type === 'Container');
  const known = containers.includes(container) ? containers : [container, ...containers];
  return (
    <>
      <select
        className={controls.input}
        aria-label={t('Pod')}
        value={nodeId ?? ''}
        onChange={(event) => onTarget(event.target.value || undefined, container)}
      >
        <option value="">{t('All pods')}</option>
        {nodeId !== undefined && !pods.some(({ id }) => id === nodeId) && (
          <option value={nodeId}>{workflow.status?.nodes?.[nodeId]?.displayName ?? nodeId}</option>
        )}
        {pods.slice(0, 1000).map(({ id, displayName, name }) => (
          <option key={id} value={id}>
            {displayName ?? name}
          </option>
        ))}
      </select>
      <select
        className={controls.input}
        aria-label={t('Container')}
        value={container}
        onChange={(event) => onTarget(nodeId, event.target.value)}
      >
        {known.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </>
  );
}

function LogSearchField({ search, found, current, onSearch, onGo }: LogBarProps['search']): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  useShortcuts(t('Logs'), [{ keys: 's', label: t('Search the log'), run: () => input.current?.focus() }]);
  return (
    <span className={classes.search} role="search">
      <Icon name="search" size={13} />
      <input
        ref={input}
        aria-label={t('Search the log')}
        placeholder={t('Search')}
        value={search.text}
        onChange={(event) => onSearch({ ...search, text: event.target.value })}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onGo(event.shiftKey ? -1 : 1);
          if (event.key === 'Escape') onSearch({ ...search, text: '' });
        }}
      />
      <small aria-live="polite">{search.text !== '' && `${found === 0 ? 0 : current + 1}/${found}`}</small>
      <button
        type="button"
        className={`${controls.button} ${controls.quiet} ${controls.small} ${search.regexp ? controls.pressed : ''}`}
        aria-pressed={search.regexp}
        title={t('Regular expression')}
        aria-label={t('Regular expression')}
        onClick={() => onSearch({ ...search, regexp: !search.regexp })}
      >
        .*
      </button>
    </span>
  );
}

function download(name: string, { lines }: LogStream): void {
  const url = URL.createObjectURL(new Blob([`${lines.map(({ text }) => plainText(text)).join('\n')}\n`], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
