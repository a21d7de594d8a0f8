import type { ReactNode } from 'react';
import { CheckField, SelectField, TextArea, TextField } from '../../../design/field.tsx';
import { t } from '../../../i18n/translate.ts';
import { type ParameterField, type ParameterValues, problemOf } from '../model/parameters.ts';

interface ParameterFormProps {
  readonly parameters: readonly ParameterField[];
  readonly values: ParameterValues;
  readonly onChange: (values: ParameterValues) => void;
  /** Show what is missing, too; before someone tried to submit that would only be noise. */
  readonly strict?: boolean;
}

/** A field for each parameter, by what it holds. */
export function ParameterForm({ parameters, values, onChange, strict = false }: ParameterFormProps): ReactNode {
  return parameters.map((parameter) => {
    const value = values[parameter.name] ?? '';
    const problem = problemOf(parameter, value);
    return (
      <ParameterInput
        key={parameter.name}
        parameter={parameter}
        value={value}
        problem={problem !== undefined && (strict || problem !== 'Required') ? t(problem) : undefined}
        onChange={(next) => onChange({ ...values, [parameter.name]: next })}
      />
    );
  });
}

interface ParameterInputProps {
  readonly parameter: ParameterField;
  readonly value: string;
  readonly problem: string | undefined;
  readonly onChange: (value: string) => void;
}

function ParameterInput({ parameter, value, problem, onChange }: ParameterInputProps): ReactNode {
  const { name, description, widget, choices = [] } = parameter;
  const shared = {
    label: name,
    hint: description,
    problem,
    value,
    onChange: (event: { readonly target: { readonly value: string } }) => onChange(event.target.value),
  };
  switch (widget) {
    case 'choice':
      return <SelectField {...shared} options={choices.includes(value) ? choices : [{ value, label: t('Choose…') }, ...choices]} />;
    case 'switch':
      return (
        <CheckField
          label={name}
          {...(description && { hint: description })}
          checked={value === 'true'}
          onChange={(event) => onChange(String(event.target.checked))}
        />
      );
    case 'json':
    case 'lines':
      return <TextArea {...shared} rows={Math.min(10, Math.max(3, value.split('\n').length + 1))} />;
    case 'number':
      return <TextField {...shared} inputMode="decimal" />;
    case 'text':
      return <TextField {...shared} />;
  }
}
