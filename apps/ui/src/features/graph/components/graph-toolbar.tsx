import { type ReactNode, useRef, useState } from 'react';
import { setPreferences } from '../../../app/preferences.ts';
import { useShortcuts } from '../../../app/shortcuts.ts';
import { IconButton } from '../../../design/button.tsx';
import { Icon } from '../../../design/icon.tsx';
import { t } from '../../../i18n/translate.ts';
import type { GraphCanvas } from '../model/graph-canvas.ts';
import type { GraphOptions, GraphScene } from '../model/graph-scene.ts';
import classes from './graph-view.module.css';

interface GraphToolbarProps {
  readonly options: GraphOptions;
  readonly onOptions: (part: Partial<GraphOptions>) => void;
  readonly graph: GraphScene;
  readonly canvas: { readonly current: GraphCanvas | undefined };
  readonly frame: { readonly current: HTMLDivElement | null };
  readonly scale: number;
  readonly onGo: (id: string) => void;
}

export function GraphToolbar({ options, onOptions, graph, canvas, frame, scale, onGo }: GraphToolbarProps): ReactNode {
  const fullscreen = (): void => void (document.fullscreenElement ? document.exitFullscreen() : frame.current?.requestFullscreen());
  useShortcuts(t('Graph'), [
    { keys: 'f', label: t('Full screen'), run: fullscreen },
    { keys: 'Home', label: t('Fit'), run: () => canvas.current?.fit() },
    { keys: 'p', label: t('Critical path'), run: () => onOptions({ critical: !options.critical }) },
  ]);
  return (
    <div className={classes.toolbar} role="toolbar" aria-label={t('Graph')}>
      <GraphSearch graph={graph} onText={(text) => onOptions({ text })} onGo={onGo} />
      <span className={classes.spacer} />
      <span className={`${classes.group} ${classes.wide}`}>
        <IconButton
          small
          icon="path"
          label={t('Critical path')}
          keys="p"
          pressed={options.critical}
          onClick={() => onOptions({ critical: !options.critical })}
        />
        <IconButton
          small
          icon="layers"
          label={t('Planned steps')}
          pressed={options.ghosts}
          onClick={() => onOptions({ ghosts: !options.ghosts })}
        />
        <IconButton
          small
          icon={options.direction === 'right' ? 'right' : 'down'}
          label={options.direction === 'right' ? t('Top to bottom') : t('Left to right')}
          onClick={() => setPreferences({ direction: options.direction === 'right' ? 'down' : 'right' })}
        />
        <IconButton small icon="unfold" label={t('Open everything')} onClick={() => graph.openAll(true)} />
        <IconButton small icon="fold" label={t('Close everything')} onClick={() => graph.openAll(false)} />
      </span>
      <span className={classes.group}>
        <IconButton small icon="minus" label={t('Zoom out')} keys="-" onClick={() => canvas.current?.zoom(0.8)} />
        <span className={classes.wide} style={{ width: 40, textAlign: 'center', fontSize: 12 }}>
          {Math.round(scale * 100)}%
        </span>
        <IconButton small icon="plus" label={t('Zoom in')} keys="+" onClick={() => canvas.current?.zoom(1.25)} />
        <IconButton small icon="fit" label={t('Fit')} keys="Home" onClick={() => canvas.current?.fit()} />
      </span>
    </div>
  );
}

interface GraphSearchProps {
  readonly graph: GraphScene;
  readonly onText: (text: string) => void;
  readonly onGo: (id: string) => void;
}

/** Finds steps by name or template; Enter goes from one to the next. */
function GraphSearch({ graph, onText, onGo }: GraphSearchProps): ReactNode {
  const [text, setText] = useState('');
  const [at, setAt] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  useShortcuts(t('Graph'), [{ keys: '/', label: t('Find a step'), run: () => input.current?.focus() }]);
  const change = (next: string): void => {
    setText(next);
    setAt(-1);
    onText(next);
  };
  const go = (step: number): void => {
    if (graph.found.length === 0) return;
    const next = (at + step + graph.found.length) % graph.found.length;
    setAt(next);
    onGo(graph.found[next] as string);
  };
  return (
    <span className={classes.search} role="search">
      <Icon name="search" size={14} />
      <input
        ref={input}
        type="text"
        aria-label={t('Find a step')}
        placeholder={t('Find a step')}
        value={text}
        onChange={(event) => change(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') go(event.shiftKey ? -1 : 1);
          if (event.key === 'Escape') change('');
        }}
      />
      <small aria-live="polite">{text !== '' && `${at >= 0 ? `${at + 1}/` : ''}${graph.found.length}`}</small>
    </span>
  );
}
