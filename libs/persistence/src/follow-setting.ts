import type { Logger } from '@argosy/std';

type Setting = Readonly<Record<string, unknown>> | undefined;

interface Closable {
  close(): Promise<void>;
}

/** What a setting says, opened; another setting closes it and opens the next. */
export interface Followed<T> {
  /** The same setting again changes nothing. One that cannot be used is reported, and what was stays. */
  configure(setting: Setting): void;
  current(): T | undefined;
  close(): Promise<void>;
}

export interface FollowOptions<T> {
  /** Of the setting, for the report. */
  readonly name: string;
  readonly logger: Logger;
  /** `undefined`: nothing is configured. Throws where the setting cannot be used. */
  open(setting: Setting): T | undefined;
}

export function followSetting<T extends Closable>({ name, logger, open }: FollowOptions<T>): Followed<T> {
  let opened: T | undefined;
  let known = '';
  return {
    configure(setting) {
      const text = JSON.stringify(setting ?? null);
      if (text === known) return;
      known = text;
      try {
        const next = open(setting);
        void opened?.close();
        opened = next;
      } catch (error) {
        logger.error(`${name} cannot be used: ${(error as Error).message}`);
      }
    },
    current: () => opened,
    close: async () => opened?.close(),
  };
}
