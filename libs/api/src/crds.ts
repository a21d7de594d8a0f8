/** A custom resource definition, as much of its shape as others look into. */
export interface CustomResourceDefinition {
  readonly apiVersion: 'apiextensions.k8s.io/v1';
  readonly kind: 'CustomResourceDefinition';
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly group: string;
    readonly scope: 'Namespaced' | 'Cluster';
    readonly names: {
      readonly kind: string;
      readonly listKind: string;
      readonly plural: string;
      readonly singular: string;
      readonly shortNames?: readonly string[];
    };
    readonly versions: readonly object[];
  };
}

interface Kind {
  readonly kind: string;
  readonly plural: string;
  readonly shortNames?: readonly string[];
  readonly cluster?: boolean;
  readonly statusSubresource?: boolean;
  readonly columns?: readonly {
    readonly name: string;
    readonly type: string;
    readonly jsonPath: string;
    readonly description?: string;
    readonly priority?: number;
  }[];
  /** Fields at the root that are no spec and status. */
  readonly flat?: boolean;
}

const kinds: readonly Kind[] = [
  {
    kind: 'Workflow',
    plural: 'workflows',
    shortNames: ['wf'],
    columns: [
      { name: 'Status', type: 'string', jsonPath: '.status.phase', description: 'Status of the workflow' },
      { name: 'Age', type: 'date', jsonPath: '.status.startedAt', description: 'When the workflow was started' },
      {
        name: 'Message',
        type: 'string',
        jsonPath: '.status.message',
        description: 'Human readable message indicating details about why the workflow is in this condition.',
      },
    ],
  },
  { kind: 'WorkflowTemplate', plural: 'workflowtemplates', shortNames: ['wftmpl'] },
  { kind: 'ClusterWorkflowTemplate', plural: 'clusterworkflowtemplates', shortNames: ['clusterwftmpl', 'cwft'], cluster: true },
  { kind: 'CronWorkflow', plural: 'cronworkflows', shortNames: ['cwf', 'cronwf'] },
  { kind: 'WorkflowEventBinding', plural: 'workfloweventbindings', shortNames: ['wfeb'] },
  { kind: 'WorkflowTaskResult', plural: 'workflowtaskresults', flat: true },
  { kind: 'WorkflowTaskSet', plural: 'workflowtasksets', shortNames: ['wfts'], statusSubresource: true },
  { kind: 'WorkflowArtifactGCTask', plural: 'workflowartifactgctasks', shortNames: ['wfat'], statusSubresource: true },
];

/** The minimal definitions of all kinds: they accept any field (acceptance 1-009). */
export const crds: readonly CustomResourceDefinition[] = kinds.map(definition);

function definition({
  kind,
  plural,
  shortNames,
  cluster = false,
  statusSubresource = false,
  columns,
  flat = false,
}: Kind): CustomResourceDefinition {
  const open = { type: 'object', 'x-kubernetes-map-type': 'atomic', 'x-kubernetes-preserve-unknown-fields': true };
  const properties = {
    apiVersion: { type: 'string' },
    kind: { type: 'string' },
    metadata: { type: 'object' },
    ...(flat ? {} : { spec: open, status: open }),
  };
  const schema = {
    openAPIV3Schema: {
      type: 'object',
      properties,
      required: ['metadata', ...(flat ? [] : ['spec'])],
      ...(flat && { 'x-kubernetes-preserve-unknown-fields': true }),
    },
  };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.argoproj.io` },
    spec: {
      group: 'argoproj.io',
      scope: cluster ? 'Cluster' : 'Namespaced',
      names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase(), ...(shortNames && { shortNames }) },
      versions: [
        {
          name: 'v1alpha1',
          served: true,
          storage: true,
          schema,
          ...(statusSubresource && { subresources: { status: {} } }),
          ...(columns && { additionalPrinterColumns: columns }),
        },
      ],
    },
  };
}
