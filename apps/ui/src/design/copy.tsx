import type { ReactNode } from 'react';
import { t } from '../i18n/translate.ts';
import { IconButton } from './button.tsx';
import { say } from './notices.tsx';

/** Puts text on the clipboard and says so. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say(t('Copied'));
  } catch {
    say(t('The browser does not let this page use the clipboard'), { bad: true });
  }
}

export function CopyButton({ text, label = t('Copy') }: { readonly text: string; readonly label?: string }): ReactNode {
  return <IconButton small icon="copy" label={label} onClick={() => void copyText(text)} />;
}
