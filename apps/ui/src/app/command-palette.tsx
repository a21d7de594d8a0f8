import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import controls from '../design/controls.module.css';
import { t } from '../i18n/translate.ts';
import { type Command, commandSources, fuzzyScore } from './commands.ts';
import classes from './shell.module.css';

interface Found extends Command {
  readonly group: string;
}

const MOST_OF_A_GROUP = 8;

/** Goes anywhere and does anything by typing a part of its name. */
export function CommandPalette({ onClose }: { readonly onClose: () => void }): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState('');
  const results = useFound(text);
  const { found } = results;
  const [isWaiting, setIsWaiting] = useState(false);
  const [at, setAt] = useState(0);
  useEffect(() => dialog.current?.showModal(), []);
  const run = (command: Found | undefined): void => {
    if (!command) return;
    onClose();
    command.run();
  };
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => setAt((at + 1) % Math.max(1, found.length)),
    ArrowUp: () => setAt((at - 1 + found.length) % Math.max(1, found.length)),
    // Who types faster than sources answer means what is found for the text, not what still stands there.
    Enter: () => (results.text === text ? run(found[at]) : setIsWaiting(true)),
  };
  useEffect(() => {
    if (isWaiting && results.text === text) run(found[0]);
  }, [isWaiting, results, text]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const action = keys[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };
  return (
    <dialog
      ref={dialog}
      className={`${controls.dialog} ${classes.palette}`}
      aria-label={t('Search or do')}
      onCancel={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <input
        className={classes.paletteInput}
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={found[at] ? `palette-${at}` : undefined}
        aria-label={t('Search or do')}
        placeholder={t('Name of a workflow, template, node or page')}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
          setIsWaiting(false);
        }}
        onKeyDown={onKeyDown}
      />
      <PaletteList found={found} at={at} onRun={run} onPoint={setAt} />
    </dialog>
  );
}

interface PaletteListProps {
  readonly found: readonly Found[];
  readonly at: number;
  readonly onRun: (command: Found) => void;
  readonly onPoint: (index: number) => void;
}

function PaletteList({ found, at, onRun, onPoint }: PaletteListProps): ReactNode {
  return (
    <div id="palette-list" role="listbox" aria-label={t('Results')} className={classes.paletteList}>
      {found.length === 0 && <p className={classes.paletteGroup}>{t('Nothing found')}</p>}
      {found.map((command, index) => (
        <div key={`${command.group} ${command.label} ${command.hint ?? ''}`} role="presentation">
          {found[index - 1]?.group !== command.group && (
            <div className={classes.paletteGroup} role="presentation">
              {command.group}
            </div>
          )}
          <div
            id={`palette-${index}`}
            role="option"
            aria-selected={index === at}
            className={classes.paletteItem}
            ref={(element) => {
              if (index === at) element?.scrollIntoView({ block: 'nearest' });
            }}
            onMouseMove={() => onPoint(index)}
            onClick={() => onRun(command)}
          >
            {command.label}
            {command.hint !== undefined && <small>{command.hint}</small>}
          </div>
        </div>
      ))}
    </div>
  );
}

interface Results {
  readonly text: string;
  readonly found: readonly Found[];
}

/** What was found, and for which text: that of before until the sources have answered. */
function useFound(text: string): Results {
  const [results, setResults] = useState<Results>({ text: '', found: [] });
  useEffect(() => {
    let current = true;
    const read = async (): Promise<void> => {
      const lists = commandSources().map(async ({ group, find }) =>
        ranked(await find(text), text).map((command) => ({ ...command, group })),
      );
      // A source that fails, a server that is away say, leaves the others as they are.
      const settled = await Promise.allSettled(lists);
      if (current) setResults({ text, found: settled.flatMap((one) => (one.status === 'fulfilled' ? one.value : [])) });
    };
    void read();
    return () => {
      current = false;
    };
  }, [text]);
  return results;
}

function ranked(commands: readonly Command[], text: string): Command[] {
  return commands
    .map((command) => ({ command, score: fuzzyScore(command.label, text.trim()) }))
    .filter(({ score }) => score > 0)
    .sort((left, right) => right.score - left.score)
    .slice(0, MOST_OF_A_GROUP)
    .map(({ command }) => command);
}
