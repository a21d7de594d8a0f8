import type { Workflow } from '@argosy/api';
import { type ReactNode, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { setSearch, useLocation } from '../../../app/location.ts';
import { usePreferences } from '../../../app/preferences.ts';
import { markNextFrame } from '../../../app/user-timing.ts';
import { t } from '../../../i18n/translate.ts';
import { lineRange, type LogSearch, searchLines } from '../model/log-buffer.ts';
import { containersOf, logTarget, podNode } from '../model/log-source.ts';
import { useLogStream } from '../model/log-stream.ts';
import { LogBar } from './log-bar.tsx';
import { LogLines } from './log-lines.tsx';
import classes from './log-viewer.module.css';

interface LogViewerProps {
  readonly workflow: Workflow;
  /** Absent: all pods. */
  readonly nodeId: string | undefined;
  readonly container: string;
  readonly archived: boolean;
  /** Buttons of what is around it. */
  readonly extra?: ReactNode;
  readonly onTarget: (nodeId: string | undefined, container: string) => void;
}

export interface LogView {
  readonly wrap: boolean;
  readonly stamps: boolean;
  readonly follow: boolean;
  /** Show only lines that match. */
  readonly filter: boolean;
}

/** The log of a node or of all pods: live, searchable, with links to lines (acceptance 10-026, 10-027). */
export function LogViewer({ workflow, nodeId, container, archived, extra, onTarget }: LogViewerProps): ReactNode {
  const node = podNode(workflow, nodeId);
  const { times } = usePreferences();
  const stream = useLogStream(logTarget(workflow, node?.id, { container, archived }), '');
  const [view, setView] = useState<LogView>({ wrap: true, stamps: false, follow: true, filter: false });
  const [search, setSearchText] = useState<LogSearch>({ text: '', regexp: false, matchCase: false });
  const wanted = useDeferredValue(search);
  const found = useMemo(() => searchLines(stream.lines, wanted), [stream.lines, stream.count, wanted]);
  useEffect(() => {
    if (wanted.text !== '') markNextFrame('search');
  }, [wanted]);
  const [current, setCurrent] = useState(0);
  const range = lineRange(useLocation().search.get('line'));
  const go = (step: number): void => setCurrent((now) => (found.length === 0 ? 0 : (now + step + found.length) % found.length));
  return (
    <section className={classes.viewer} aria-label={t('Logs')} data-lines={stream.count}>
      <LogBar
        target={{ workflow, nodeId, container, containers: containersOf(workflow, node), onTarget }}
        search={{ search, found: found.length, current, onSearch: (next) => [setSearchText(next), setCurrent(0)], onGo: go }}
        view={view}
        onView={(part) => setView({ ...view, ...part })}
        stream={stream}
        extra={extra}
      />
      {stream.source === 'archive' && <p className={classes.notice}>{t('The pod is gone. This is its archived log.')}</p>}
      {stream.state === 'reconnecting' && <p className={classes.notice}>{t('The connection was lost. It goes on where it broke off.')}</p>}
      <LogLines
        stream={stream}
        found={found}
        currentLine={search.text === '' ? undefined : found[current]}
        searching={search.text !== ''}
        view={view}
        look={{ stamps: view.stamps ? (times === 'utc' ? 'utc' : 'local') : 'off', pods: nodeId === undefined }}
        range={range}
        onRange={(from, to) => setSearch({ line: from === to ? String(from) : `${from}-${to}` })}
        onFollow={(follow) => setView({ ...view, follow })}
      />
    </section>
  );
}
