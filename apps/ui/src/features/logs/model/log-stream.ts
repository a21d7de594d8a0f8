import { useEffect, useRef, useState } from 'react';
import { argo } from '../../../api/client.ts';
import { followLive, type LiveState } from '../../../api/live.ts';
import { LogBuffer, type LogLine } from './log-buffer.ts';
import { archivedLog, type LogTarget } from './log-source.ts';

export interface LogStream {
  readonly lines: readonly LogLine[];
  /** Grows with the lines; the list itself stays the same. */
  readonly count: number;
  readonly state: LiveState;
  readonly error?: unknown;
  /** Where the lines come from. */
  readonly source: 'pod' | 'archive';
}

const EMPTY: LogStream = { lines: [], count: 0, state: 'connecting', source: 'pod' };

/** Follows a log: live while the pod is there, from its archived copy once it is gone. `grep` is matched by the server. */
export function useLogStream(target: LogTarget, grep: string): LogStream {
  const [stream, setStream] = useState<LogStream>(EMPTY);
  const latest = useRef(target);
  latest.current = target;
  const key = [target.namespace, target.workflow, target.podName ?? '', target.container, grep].join('/');
  useEffect(() => {
    const buffer = new LogBuffer();
    setStream({ ...EMPTY, lines: buffer.lines });
    const show = (part: Partial<LogStream>): void =>
      setStream((now) => ({ ...now, ...part, lines: buffer.lines, count: buffer.lines.length }));
    let closed = false;
    const close = followLive({
      open: (options) => argo.workflows.logs(refOf(latest.current), { ...options, ...queryOf(latest.current, grep) }),
      onItems: (entries) => {
        buffer.append(entries);
        show({});
      },
      onGap: () => buffer.expectRepeats(),
      onState: (state, error) => {
        show({ state, ...(error !== undefined && { error }) });
        if ((state === 'ended' || state === 'failed') && buffer.lines.length === 0)
          void fromArchive(latest.current, buffer).then((found) => !closed && found && show({ source: 'archive', state: 'ended' }));
      },
    });
    return () => {
      closed = true;
      close();
    };
  }, [key]);
  return stream;
}

function refOf({ namespace, workflow }: LogTarget) {
  return { namespace, name: workflow };
}

function queryOf({ podName, container }: LogTarget, grep: string) {
  return {
    ...(podName !== undefined && { podName }),
    ...(grep !== '' && { grep }),
    logOptions: { container, follow: true, timestamps: true },
  };
}

/** Pods go, archived logs stay. */
async function fromArchive({ namespace, workflow, uid, archived, node, container }: LogTarget, buffer: LogBuffer): Promise<boolean> {
  const artifact = archivedLog(node, container);
  if (!artifact || !node) return false;
  const answer = await argo.artifacts
    .download({ namespace, workflow: archived ? uid : workflow, archived, nodeId: node.id, direction: 'outputs', artifact: artifact.name })
    .catch(() => undefined);
  if (!answer) return false;
  buffer.append([{ content: await answer.text() }]);
  return true;
}
