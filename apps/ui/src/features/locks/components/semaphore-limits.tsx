import { type ReactNode, useState } from 'react';
import { argo, isMissing, messageOf } from '../../../api/client.ts';
import { Button } from '../../../design/button.tsx';
import { SelectField, TextField } from '../../../design/field.tsx';
import { ErrorNotice, say } from '../../../design/notices.tsx';
import { t } from '../../../i18n/translate.ts';
import surfaces from '../../../design/surfaces.module.css';

type Store = 'CONFIGMAP' | 'DATABASE';

/** Looks a limit of a semaphore up and changes it. */
export function SemaphoreLimits({ namespace }: { readonly namespace: string }): ReactNode {
  const [store, setStore] = useState<Store>('CONFIGMAP');
  const [cmName, setMap] = useState('');
  const [key, setKey] = useState('');
  const [limit, setLimit] = useState('');
  const [error, setError] = useState<unknown>();
  const ref = { namespace, key, type: store, ...(store === 'CONFIGMAP' && { cmName }) };
  const run = async (work: () => Promise<void>): Promise<void> => {
    setError(undefined);
    await work().catch(setError);
  };
  const read = (): Promise<void> =>
    run(async () => {
      const found = await argo.sync.get(ref);
      setLimit(String(found.limit ?? ''));
    });
  const write = (): Promise<void> =>
    run(async () => {
      await argo.sync
        .update(ref, Number(limit))
        .catch((problem: unknown) =>
          isMissing(problem) ? argo.sync.create(ref, Number(limit)) : Promise.reject(new Error(messageOf(problem))),
        );
      say(t('Saved {name}', { name: key }));
    });
  if (namespace === '') return null;
  return (
    <section className={surfaces.card} style={{ maxWidth: 560, marginTop: 20 }}>
      <h2>{t('Limit of a semaphore')}</h2>
      <SelectField
        label={t('Kept in')}
        value={store}
        options={[
          { value: 'CONFIGMAP', label: 'ConfigMap' },
          { value: 'DATABASE', label: t('Database') },
        ]}
        onChange={(event) => setStore(event.target.value as Store)}
      />
      {store === 'CONFIGMAP' && (
        <TextField label={t('Name of the ConfigMap')} value={cmName} onChange={(event) => setMap(event.target.value)} />
      )}
      <TextField label={t('Key')} value={key} onChange={(event) => setKey(event.target.value)} />
      <TextField label={t('Limit')} inputMode="numeric" value={limit} onChange={(event) => setLimit(event.target.value)} />
      {error !== undefined && <ErrorNotice error={error} />}
      <div style={{ display: 'flex', gap: 8 }}>
        <Button disabled={key === ''} onClick={() => void read()}>
          {t('Look up')}
        </Button>
        <Button look="primary" disabled={key === '' || !/^\d+$/.test(limit)} onClick={() => void write()}>
          {t('Save')}
        </Button>
      </div>
    </section>
  );
}
