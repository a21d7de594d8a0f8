import { type ReactNode, useState } from 'react';
import { argo, messageOf } from '../../../api/client.ts';
import { FileField } from '../../../design/field.tsx';
import { t } from '../../../i18n/translate.ts';
import type { ArtifactField, ArtifactLocations } from '../model/artifacts.ts';

interface ArtifactFormProps {
  readonly namespace: string;
  readonly template: string;
  readonly artifacts: readonly ArtifactField[];
  readonly locations: ArtifactLocations;
  readonly onChange: (change: (before: ArtifactLocations) => ArtifactLocations) => void;
  /** Show what is missing, too. */
  readonly strict: boolean;
}

/** A file for each input artifact; it is uploaded as soon as it is chosen. */
export function ArtifactForm({ artifacts, ...shared }: ArtifactFormProps): ReactNode {
  return artifacts.map((artifact) => <ArtifactInput key={artifact.name} artifact={artifact} {...shared} />);
}

type ArtifactInputProps = Omit<ArtifactFormProps, 'artifacts'> & { readonly artifact: ArtifactField };

function ArtifactInput({ namespace, template, artifact, locations, onChange, strict }: ArtifactInputProps): ReactNode {
  const { name, description, isOptional } = artifact;
  const [state, setState] = useState<{ readonly hint?: string; readonly problem?: string }>({});
  const isMissing = strict && !isOptional && locations[name] === undefined;
  const upload = async (file: File | undefined): Promise<void> => {
    onChange(({ [name]: _, ...others }) => others);
    if (!file) return setState({});
    setState({ hint: t('Uploading {name}', { name: file.name }) });
    try {
      const { location } = await argo.artifacts.upload({ namespace, template, artifact: name }, { name: file.name, content: file });
      onChange((before) => ({ ...before, [name]: location }));
      setState({ hint: t('Uploaded {name}', { name: file.name }) });
    } catch (error) {
      setState({ problem: messageOf(error) });
    }
  };
  return (
    <FileField
      label={name}
      hint={state.hint ?? description}
      problem={state.problem ?? (isMissing ? t('Required') : undefined)}
      onChange={(event) => void upload(event.target.files?.[0])}
    />
  );
}
