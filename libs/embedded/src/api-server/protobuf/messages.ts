/** How a field is written: its name in JSON and its type. */
export type FieldType =
  | 'string'
  | 'bytes'
  | 'int'
  | 'bool'
  | { readonly message: MessageName }
  | { readonly map: 'string' | 'bytes' | { readonly message: MessageName } };

export interface Field {
  readonly name: string;
  readonly type: FieldType;
  readonly repeated?: boolean;
}

/** A key of `messages`. */
export type MessageName = string;

const text = (name: string): Field => ({ name, type: 'string' });
const texts = (name: string): Field => ({ name, type: 'string', repeated: true });
const int = (name: string): Field => ({ name, type: 'int' });
const bool = (name: string): Field => ({ name, type: 'bool' });
const one = (name: string, message: MessageName): Field => ({ name, type: { message } });
const many = (name: string, message: MessageName): Field => ({ ...one(name, message), repeated: true });
const textMap = (name: string): Field => ({ name, type: { map: 'string' } });
const metadata = one('metadata', 'ObjectMeta');
const role = { 1: metadata, 2: many('rules', 'PolicyRule') };
const binding = { 1: metadata, 2: many('subjects', 'Subject'), 3: one('roleRef', 'RoleRef') };
const accessReview = { 1: metadata, 2: one('spec', 'SubjectAccessReviewSpec') };

/**
 * Field numbers of the messages that kubectl's own commands send as protobuf (k8s.io/api and k8s.io/apimachinery, generated.proto):
 * `create namespace|configmap|secret|serviceaccount|role|…|token`, `auth can-i`, `drain`.
 */
export const messages: Readonly<Record<MessageName, Readonly<Record<number, Field>>>> = {
  ObjectMeta: {
    1: text('name'),
    2: text('generateName'),
    3: text('namespace'),
    5: text('uid'),
    6: text('resourceVersion'),
    11: textMap('labels'),
    12: textMap('annotations'),
    13: many('ownerReferences', 'OwnerReference'),
    14: texts('finalizers'),
  },
  OwnerReference: {
    1: text('kind'),
    3: text('name'),
    4: text('uid'),
    5: text('apiVersion'),
    6: bool('controller'),
    7: bool('blockOwnerDeletion'),
  },
  Quantity: { 1: text('string') },
  IntOrString: { 1: int('type'), 2: int('intVal'), 3: text('strVal') },
  LabelSelector: { 1: textMap('matchLabels'), 2: many('matchExpressions', 'LabelSelectorRequirement') },
  LabelSelectorRequirement: { 1: text('key'), 2: text('operator'), 3: texts('values') },
  ConfigMap: { 1: metadata, 2: textMap('data'), 3: { name: 'binaryData', type: { map: 'bytes' } }, 4: bool('immutable') },
  Secret: { 1: metadata, 2: { name: 'data', type: { map: 'bytes' } }, 3: text('type'), 4: textMap('stringData'), 5: bool('immutable') },
  Namespace: { 1: metadata },
  ServiceAccount: { 1: metadata, 3: many('imagePullSecrets', 'LocalObjectReference'), 4: bool('automountServiceAccountToken') },
  LocalObjectReference: { 1: text('name') },
  ResourceQuota: { 1: metadata, 2: one('spec', 'ResourceQuotaSpec') },
  ResourceQuotaSpec: { 1: { name: 'hard', type: { map: { message: 'Quantity' } } }, 2: texts('scopes') },
  Role: role,
  ClusterRole: role,
  PolicyRule: { 1: texts('verbs'), 2: texts('apiGroups'), 3: texts('resources'), 4: texts('resourceNames'), 5: texts('nonResourceURLs') },
  RoleBinding: binding,
  ClusterRoleBinding: binding,
  Subject: { 1: text('kind'), 2: text('apiGroup'), 3: text('name'), 4: text('namespace') },
  RoleRef: { 1: text('apiGroup'), 2: text('kind'), 3: text('name') },
  PriorityClass: { 1: metadata, 2: int('value'), 3: bool('globalDefault'), 4: text('description'), 5: text('preemptionPolicy') },
  PodDisruptionBudget: { 1: metadata, 2: one('spec', 'PodDisruptionBudgetSpec') },
  PodDisruptionBudgetSpec: {
    1: one('minAvailable', 'IntOrString'),
    2: one('selector', 'LabelSelector'),
    3: one('maxUnavailable', 'IntOrString'),
  },
  Eviction: { 1: metadata, 2: one('deleteOptions', 'DeleteOptions') },
  DeleteOptions: {
    1: int('gracePeriodSeconds'),
    2: one('preconditions', 'Preconditions'),
    3: bool('orphanDependents'),
    4: text('propagationPolicy'),
    5: texts('dryRun'),
  },
  Preconditions: { 1: text('uid'), 2: text('resourceVersion') },
  TokenRequest: { 1: metadata, 2: one('spec', 'TokenRequestSpec') },
  TokenRequestSpec: { 1: texts('audiences'), 3: one('boundObjectRef', 'BoundObjectReference'), 4: int('expirationSeconds') },
  BoundObjectReference: { 1: text('kind'), 2: text('apiVersion'), 3: text('name'), 4: text('uid') },
  TokenReview: { 1: metadata, 2: one('spec', 'TokenReviewSpec') },
  TokenReviewSpec: { 1: text('token'), 2: texts('audiences') },
  SelfSubjectReview: { 1: metadata },
  SelfSubjectAccessReview: { 1: metadata, 2: one('spec', 'SelfSubjectAccessReviewSpec') },
  SelfSubjectAccessReviewSpec: {
    1: one('resourceAttributes', 'ResourceAttributes'),
    2: one('nonResourceAttributes', 'NonResourceAttributes'),
  },
  SelfSubjectRulesReview: { 1: metadata, 2: one('spec', 'SelfSubjectRulesReviewSpec') },
  SelfSubjectRulesReviewSpec: { 1: text('namespace') },
  SubjectAccessReview: accessReview,
  LocalSubjectAccessReview: accessReview,
  SubjectAccessReviewSpec: {
    1: one('resourceAttributes', 'ResourceAttributes'),
    2: one('nonResourceAttributes', 'NonResourceAttributes'),
    3: text('user'),
    4: texts('groups'),
    6: text('uid'),
  },
  ResourceAttributes: {
    1: text('namespace'),
    2: text('verb'),
    3: text('group'),
    4: text('version'),
    5: text('resource'),
    6: text('subresource'),
    7: text('name'),
  },
  NonResourceAttributes: { 1: text('path'), 2: text('verb') },
  Unknown: { 1: one('typeMeta', 'TypeMeta'), 2: { name: 'raw', type: 'bytes' }, 3: text('contentEncoding'), 4: text('contentType') },
  TypeMeta: { 1: text('apiVersion'), 2: text('kind') },
};
