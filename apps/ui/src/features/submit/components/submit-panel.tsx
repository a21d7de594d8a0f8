import { type ReactNode, useState } from 'react';
import { setSearch, useLocation } from '../../../app/location.ts';
import { Dialog } from '../../../design/dialog.tsx';
import { Tabs } from '../../../design/tabs.tsx';
import { t } from '../../../i18n/translate.ts';
import { ManifestSubmit } from './manifest-submit.tsx';
import { PickedTemplateSubmit } from './picked-template-submit.tsx';

export interface SubmitPanelProps {
  readonly namespace: string;
  readonly onClose: () => void;
}

type Way = 'template' | 'manifest';

/** A new workflow: from a template with a form, or from a manifest (acceptance 10-011). */
export function SubmitPanel({ namespace, onClose }: SubmitPanelProps): ReactNode {
  const template = useLocation().search.get('template') ?? '';
  const [way, setWay] = useState<Way>(template === '' ? 'manifest' : 'template');
  const into = namespace === '' ? 'default' : namespace;
  return (
    <Dialog wide title={t('Submit workflow')} onClose={onClose}>
      <Tabs
        label={t('Submit workflow')}
        panel="submit"
        selected={way}
        onSelect={setWay}
        tabs={[
          { id: 'manifest', label: t('Manifest') },
          { id: 'template', label: t('From a template') },
        ]}
      />
      <div
        id="submit"
        role="tabpanel"
        aria-labelledby={`submit-${way}`}
        style={{ display: 'flex', flexDirection: 'column', flex: 1, minHeight: 0 }}
      >
        {way === 'manifest' ? (
          <ManifestSubmit namespace={into} />
        ) : (
          <PickedTemplateSubmit namespace={into} name={template} onName={(name) => setSearch({ template: name })} />
        )}
      </div>
    </Dialog>
  );
}
