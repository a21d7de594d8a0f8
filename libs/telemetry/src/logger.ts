import type { LogFields, Logger, LogLevel } from '@argosy/std';
import { type Logger as Pino, pino } from 'pino';
import { textLine } from './text-line.ts';

export interface LoggerOptions {
  readonly level: LogLevel;
  /** One JSON object a line, or `time=… level=… msg="…" key=value`. */
  readonly format: 'json' | 'text';
  /** Where lines go; standard output when absent. */
  readonly write?: (line: string) => void;
  /** Called for every line that is written, for counting. */
  readonly onLine?: (level: LogLevel) => void;
}

/** The process's log. Lines are written at once, so that none is lost when the process is killed. */
export function createLogger(options: LoggerOptions): Logger {
  const write = options.write ?? ((line) => void process.stdout.write(line));
  return options.format === 'json' ? jsonLogger(pinoOf(options.level, write), options) : textLogger({ ...options, write }, {});
}

const LEVELS: Readonly<Record<LogLevel, number>> = { debug: 20, info: 30, warn: 40, error: 50 };

function pinoOf(level: LogLevel, write: (line: string) => void): Pino {
  const formatters = { level: (label: string) => ({ level: label }) };
  return pino({ level, base: null, messageKey: 'msg', timestamp: pino.stdTimeFunctions.isoTime, formatters }, { write });
}

function jsonLogger(log: Pino, options: LoggerOptions): Logger {
  const at =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}): void => {
      if (LEVELS[level] < LEVELS[options.level]) return;
      options.onLine?.(level);
      log[level](fields, message);
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    with: (fields) => jsonLogger(log.child(fields), options),
  };
}

function textLogger(options: LoggerOptions & { readonly write: (line: string) => void }, own: LogFields): Logger {
  const at =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}): void => {
      if (LEVELS[level] < LEVELS[options.level]) return;
      options.onLine?.(level);
      options.write(textLine(new Date(), { level, message, fields: { ...own, ...fields } }));
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    with: (fields) => textLogger(options, { ...own, ...fields }),
  };
}
