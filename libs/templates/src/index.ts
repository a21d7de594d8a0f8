export { declarations } from './declarations.ts';
export { addOutputs, globalScope, type GlobalScopeInput } from './global-scope.ts';
export { applyTemplateDefaults, mergeArguments, mergeMaps, mergeMetadata, mergeSpec } from './merge-spec.ts';
export { hasContent, type InputSources, type InputsResult, readConfigMapKey, resolveInputs } from './resolve-inputs.ts';
export {
  findTemplate,
  type ResolvedTemplate,
  resolveTemplate,
  type TemplateHolder,
  type TemplateResolution,
  type TemplateSource,
} from './resolve-template.ts';
export { isPodTemplate, type TemplateKind, templateKind, templateKinds } from './template-kind.ts';
export { formatTemplateScope, parseTemplateScope, type TemplateScope } from './template-scope.ts';
