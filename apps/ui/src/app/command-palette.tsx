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
  const found = useFound(text);
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
    Enter: () => run(found[at]),
  };
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

function useFound(text: string): readonly Found[] {
  const [found, setFound] = useState<readonly Found[]>([]);
  useEffect(() => {
    let current = true;
    const read = async (): Promise<void> => {
      const lists = commandSources().map(async ({ group, find }) =>
        ranked(await find(text), text).map((command) => ({ ...command, group })),
      );
      // A source that fails, a server that is away say, leaves the others as they are.
      const settled = await Promise.allSettled(lists);
      if (current) setFound(settled.flatMap((one) => (one.status === 'fulfilled' ? one.value : [])));
    };
    void read();
    return () => {
      current = false;
    };
  }, [text]);
  return found;
}

function ranked(commands: readonly Command[], text: string): Command[] {
  return commands
    .map((command) => ({ command, score: fuzzyScore(command.label, text.trim()) }))
    .filter(({ score }) => score > 0)
    .sort((left, right) => right.score - left.score)
    .slice(0, MOST_OF_A_GROUP)
    .map(({ command }) => command);
}
