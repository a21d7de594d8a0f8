import { fromRfc3339 } from '@argosy/std';
import type { ReactNode } from 'react';
import { usePreferences } from '../app/preferences.ts';
import { t } from '../i18n/translate.ts';
import { useNow } from './now.ts';
import { absoluteText, durationText, relativeText } from './time-text.ts';

type Rfc3339 = string | null | undefined;

/** A time as this person wants times: relative, local or UTC; the others are in its tooltip. */
export function Time({ at }: { readonly at: Rfc3339 }): ReactNode {
  const { times } = usePreferences();
  const instant = fromRfc3339(at);
  if (instant === undefined) return <span aria-hidden="true">–</span>;
  const title = `${absoluteText(instant, 'local')} · ${absoluteText(instant, 'utc')}`;
  return (
    <time dateTime={at ?? ''} title={title}>
      {times === 'relative' ? <RelativeTime at={instant} /> : absoluteText(instant, times)}
    </time>
  );
}

function RelativeTime({ at }: { readonly at: number }): ReactNode {
  return relativeText(at, useNow(), { ago: t('{time} ago'), ahead: t('in {time}') });
}

/** How long something took, or has been going on. */
export function Duration({ from, to }: { readonly from: Rfc3339; readonly to: Rfc3339 }): ReactNode {
  const start = fromRfc3339(from);
  const end = fromRfc3339(to);
  if (start === undefined) return <span aria-hidden="true">–</span>;
  return end === undefined ? <RunningDuration from={start} /> : durationText(end - start);
}

function RunningDuration({ from }: { readonly from: number }): ReactNode {
  return durationText(Math.floor((useNow() - from) / 1000) * 1000);
}
