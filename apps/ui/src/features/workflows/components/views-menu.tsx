import { type ReactNode, useState } from 'react';
import { navigate, pathWith, useLocation } from '../../../app/location.ts';
import { Button } from '../../../design/button.tsx';
import { Dialog } from '../../../design/dialog.tsx';
import { TextField } from '../../../design/field.tsx';
import { Menu, type MenuItem } from '../../../design/menu.tsx';
import { t } from '../../../i18n/translate.ts';
import { builtInViews, deleteView, type SavedView, savedViews, saveView } from '../model/saved-views.ts';

/** Filters under names. The address alone is the filter; a name is a shorter way to it. */
export function ViewsMenu(): ReactNode {
  const { path, search } = useLocation();
  const [naming, setNaming] = useState(false);
  const open = (view: SavedView) => (): void => navigate(pathWith(path, new URLSearchParams(view.search)));
  const own = savedViews();
  const current = own.find((view) => view.search === search.toString());
  const items: MenuItem[] = [
    ...builtInViews.map((view) => ({ label: t(view.name), checked: view.search === search.toString(), onSelect: open(view) })),
    ...own.map((view, index) => ({ label: view.name, apart: index === 0, checked: view === current, onSelect: open(view) })),
    { label: t('Save this view…'), icon: 'plus', apart: true, onSelect: () => setNaming(true) },
    ...(current
      ? [{ label: t('Delete view {name}', { name: current.name }), icon: 'trash' as const, onSelect: () => deleteView(current.name) }]
      : []),
  ];
  return (
    <>
      <Menu label={t('Views')} text={t('Views')} items={items} />
      {naming && <NameDialog search={search.toString()} onClose={() => setNaming(false)} />}
    </>
  );
}

function NameDialog({ search, onClose }: { readonly search: string; readonly onClose: () => void }): ReactNode {
  const [name, setName] = useState('');
  const submit = (): void => {
    if (name.trim() === '') return;
    saveView({ name: name.trim(), search });
    onClose();
  };
  return (
    <Dialog
      title={t('Save this view')}
      onClose={onClose}
      onSubmit={submit}
      foot={
        <Button look="primary" type="submit">
          {t('Save')}
        </Button>
      }
    >
      <TextField label={t('Name')} value={name} autoFocus onChange={(event) => setName(event.target.value)} />
    </Dialog>
  );
}
