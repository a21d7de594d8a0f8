import { general } from './general.ts';
import { others } from './others.ts';
import { run } from './run.ts';

/** Chinese, by the English text. A text that the interface shows and that is missing here does not compile. */
export const zh = { ...general, ...run, ...others } as const;

/** Every text of the interface. */
export type Message = keyof typeof zh;
