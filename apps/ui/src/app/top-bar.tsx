import type { ReactNode } from 'react';
import { Button, IconButton } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import { Menu, type MenuItem } from '../design/menu.tsx';
import { Kbd } from '../design/notices.tsx';
import { t } from '../i18n/translate.ts';
import type { Message } from '../i18n/zh/index.ts';
import { Link } from './link.tsx';
import { useLiveStatus } from './live-status.ts';
import { NamespaceSwitcher } from './namespace-switcher.tsx';
import { type Preferences, setPreferences, usePreferences } from './preferences.ts';
import { routePath } from './route-table.ts';
import { useSession } from './session.ts';
import classes from './shell.module.css';

interface TopBarProps {
  readonly namespace: string;
  readonly onNamespace: (namespace: string) => void;
  readonly onMenu: () => void;
  readonly onPalette: () => void;
  readonly onHelp: () => void;
}

export function TopBar({ namespace, onNamespace, onMenu, onPalette, onHelp }: TopBarProps): ReactNode {
  const { user, info } = useSession();
  const chat = info.links?.find(({ scope }) => scope === 'chat');
  return (
    <header className={classes.topbar}>
      <IconButton icon="menu" label={t('Menu')} className={classes.menuButton ?? ''} onClick={onMenu} />
      <NamespaceSwitcher namespace={namespace} onNamespace={onNamespace} />
      <button
        type="button"
        className={classes.search}
        onClick={onPalette}
        aria-label={`${t('Search or do…')} Ctrl K`}
        aria-keyshortcuts="Control+K"
      >
        <Icon name="search" />
        <span>{t('Search or do…')}</span>
        <Kbd>Ctrl K</Kbd>
      </button>
      <div className={classes.spacer} />
      <LiveChip />
      {chat && (
        <a className={classes.wideOnly} href={chat.url} target={chat.target ?? '_blank'} rel="noreferrer">
          {chat.name}
        </a>
      )}
      <Menu label={t('Appearance')} icon="contrast" items={appearanceItems(usePreferences())} />
      <IconButton icon="help" label={t('Keyboard shortcuts')} keys="?" className={classes.wideOnly ?? ''} onClick={onHelp} />
      <Link to={routePath('user')} title={user.name ?? user.subject ?? t('User')} aria-label={t('User')}>
        <Button look="quiet" tabIndex={-1} icon="user" aria-hidden="true" style={{ width: 30, padding: 0 }} />
      </Link>
    </header>
  );
}

const LIVE_TEXT: Readonly<Record<string, Message>> = {
  live: 'Live',
  connecting: 'Connecting',
  reconnecting: 'Reconnecting',
  paused: 'Paused',
  failed: 'Not live',
};

/** Whether what is on the page is up to date. */
function LiveChip(): ReactNode {
  const state = useLiveStatus();
  const text = state && LIVE_TEXT[state];
  return (
    <span className={classes.live} data-state={state} role="status" style={{ visibility: text ? 'visible' : 'hidden' }}>
      <span>{text ? t(text) : ''}</span>
    </span>
  );
}

function appearanceItems(now: Preferences): MenuItem[] {
  const choice = <Key extends keyof Preferences>(
    key: Key,
    value: Preferences[Key],
    item: Omit<MenuItem, 'checked' | 'onSelect'>,
  ): MenuItem => ({
    ...item,
    checked: now[key] === value,
    onSelect: () => setPreferences({ [key]: value }),
  });
  return [
    choice('theme', 'light', { label: t('Light'), icon: 'sun' }),
    choice('theme', 'dark', { label: t('Dark'), icon: 'moon' }),
    choice('theme', 'system', { label: t('As the system'), icon: 'contrast' }),
    choice('contrast', now.contrast === 'more' ? 'system' : 'more', {
      label: t('High contrast'),
      icon: now.contrast === 'more' ? 'check' : 'contrast',
      apart: true,
    }),
    choice('times', 'relative', { label: t('Relative times'), icon: 'clock', apart: true }),
    choice('times', 'local', { label: t('Local times'), icon: 'clock' }),
    choice('times', 'utc', { label: t('UTC times'), icon: 'clock' }),
    choice('locale', 'en', { label: 'English', icon: 'globe', apart: true }),
    choice('locale', 'zh', { label: '中文', icon: 'globe' }),
    choice('rail', now.rail === 'wide' ? 'narrow' : 'wide', {
      label: now.rail === 'wide' ? t('Narrow menu') : t('Wide menu'),
      icon: 'menu',
      apart: true,
    }),
    choice('shortcuts', now.shortcuts === 'on' ? 'off' : 'on', {
      label: now.shortcuts === 'on' ? t('Turn single-key shortcuts off') : t('Turn single-key shortcuts on'),
      icon: 'help',
    }),
  ];
}
