import { type ReactNode, useState } from 'react';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { TextField } from '../design/field.tsx';
import { Icon } from '../design/icon.tsx';
import { Menu } from '../design/menu.tsx';
import { t } from '../i18n/translate.ts';
import { recentNamespaces } from './namespaces.ts';
import { useSession } from './session.ts';

interface NamespaceSwitcherProps {
  readonly namespace: string;
  readonly onNamespace: (namespace: string) => void;
}

/** Where one works. A server that manages one namespace leaves no choice. */
export function NamespaceSwitcher({ namespace, onNamespace }: NamespaceSwitcherProps): ReactNode {
  const { info, user } = useSession();
  const [asking, setAsking] = useState(false);
  const text = namespace === '' ? t('All namespaces') : namespace;
  if (info.managedNamespace) return <strong>{info.managedNamespace}</strong>;
  const known = [...new Set([...recentNamespaces(), ...(user.serviceAccountNamespace ? [user.serviceAccountNamespace] : [])])];
  const items = [
    ...known.map((name) => ({ label: name, checked: name === namespace, onSelect: () => onNamespace(name) })),
    { label: t('All namespaces'), checked: namespace === '', apart: known.length > 0, onSelect: () => onNamespace('') },
    { label: t('Other namespace…'), apart: true, onSelect: () => setAsking(true) },
  ];
  return (
    <>
      <Menu
        label={t('Namespace: {name}', { name: text })}
        text={
          <>
            <Icon name="layers" />
            <span style={{ maxWidth: 160, overflow: 'hidden', textOverflow: 'ellipsis' }}>{text}</span>
          </>
        }
        items={items}
      />
      {asking && <NamespaceDialog onClose={() => setAsking(false)} onNamespace={onNamespace} />}
    </>
  );
}

function NamespaceDialog({
  onClose,
  onNamespace,
}: {
  readonly onClose: () => void;
  readonly onNamespace: (namespace: string) => void;
}): ReactNode {
  const [name, setName] = useState('');
  const submit = (): void => {
    if (name.trim() === '') return;
    onNamespace(name.trim());
    onClose();
  };
  return (
    <Dialog
      title={t('Other namespace')}
      onClose={onClose}
      onSubmit={submit}
      foot={
        <Button look="primary" type="submit">
          {t('Open')}
        </Button>
      }
    >
      <TextField label={t('Namespace')} value={name} autoFocus onChange={(event) => setName(event.target.value)} />
    </Dialog>
  );
}
