import type { ApiObject } from '../../store/object.ts';
import type { StructuralSchema } from './schema.ts';

export interface PrinterColumn {
  readonly name: string;
  readonly type: string;
  readonly format?: string;
  readonly description?: string;
  readonly priority?: number;
  readonly jsonPath: string;
}

export interface DefinitionVersion {
  readonly name: string;
  readonly served?: boolean;
  readonly storage?: boolean;
  readonly schema?: { readonly openAPIV3Schema?: StructuralSchema };
  readonly subresources?: { readonly status?: object; readonly scale?: object };
  readonly additionalPrinterColumns?: readonly PrinterColumn[];
  readonly selectableFields?: readonly { readonly jsonPath: string }[];
}

export interface DefinitionNames {
  readonly plural: string;
  readonly singular?: string;
  readonly kind: string;
  readonly listKind?: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
}

/** A CustomResourceDefinition as it is stored. */
export interface Definition extends ApiObject {
  spec: {
    readonly group: string;
    readonly scope: 'Namespaced' | 'Cluster';
    readonly names: DefinitionNames;
    readonly versions: readonly DefinitionVersion[];
    readonly preserveUnknownFields?: boolean;
  };
}
