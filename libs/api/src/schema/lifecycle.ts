import { boolean, type Definitions, intOrString, list, number, object, opaque, ref, string, stringMap } from './shorthand.ts';

/** Retries, locks, metrics, caches. */
export const lifecycleDefinitions: Definitions = {
  RetryStrategy: object('When and how often a template is tried again.', {
    limit: intOrString('How many times it is tried again; without end if not given.'),
    retryPolicy: string('One of OnFailure (default), OnError, Always, OnTransientError.'),
    backoff: ref('Backoff', 'How long to wait in between.'),
    affinity: ref('RetryAffinity', 'Where it is tried again.'),
    expression: string('Must hold for another try.'),
  }),
  Backoff: object('Waits that grow from try to try.', {
    duration: string('The first wait: seconds, or a duration such as `2m`.'),
    factor: intOrString('What each wait is multiplied with.'),
    maxDuration: string('Time after which there is no further try, counted from the first.'),
    cap: string('The longest wait.'),
  }),
  RetryAffinity: object('Where a pod is tried again.', {
    nodeAntiAffinity: ref('RetryNodeAntiAffinity', 'Not on nodes on which it failed.'),
  }),
  RetryNodeAntiAffinity: opaque('Not on nodes on which it failed, by `kubernetes.io/hostname`.'),
  Synchronization: object('Locks that are held while a workflow or template runs.', {
    semaphores: list(ref('SemaphoreRef', 'One semaphore.'), 'Locks with several holders.'),
    mutexes: list(ref('Mutex', 'One mutex.'), 'Locks with one holder.'),
  }),
  SemaphoreRef: object('A lock with as many holders as a ConfigMap or database says.', {
    configMapKeyRef: ref('ConfigMapKeySelector', 'Key of a ConfigMap that holds the number.'),
    namespace: string("Namespace of the ConfigMap; the workflow's own if not given."),
    database: ref('SyncDatabaseRef', 'Row of a database that holds the number.'),
  }),
  SyncDatabaseRef: object('A lock that is kept in a database.', { key: string('Name of the lock.') }, { required: ['key'] }),
  Mutex: object('A lock with one holder.', {
    name: string('Name of the lock.'),
    namespace: string("Namespace of the lock; the workflow's own if not given."),
    database: boolean('The lock is kept in a database.'),
  }),
  Memoize: object(
    'Outputs of earlier runs are taken instead of running again.',
    {
      key: string('What tells runs apart.'),
      cache: ref('Cache', 'Where outputs are kept.'),
      maxAge: string('How old an entry may be, such as `180s` or `24h`.'),
    },
    { required: ['key'] },
  ),
  Cache: object('Where memoized outputs are kept.', { configMap: ref('CacheConfigMap', 'A ConfigMap.') }, { required: ['configMap'] }),
  CacheConfigMap: object('A ConfigMap that is a cache.', {
    name: string('Its name.'),
    key: string('Has no effect; manifests of old have it.'),
    optional: boolean('Has no effect.'),
  }),
  Metrics: object(
    'Metrics of the user that the controller exposes.',
    { prometheus: list(ref('Prometheus', 'One metric.'), 'The metrics.', { maxItems: 100 }) },
    { required: ['prometheus'] },
  ),
  Prometheus: object(
    'A metric of the user. One of gauge, histogram, counter.',
    {
      name: string('Name of the metric.'),
      help: string('What it tells.'),
      when: string('A condition; if it does not hold, nothing is counted.'),
      labels: list(ref('MetricLabel', 'One label.'), 'Labels of the metric.'),
      gauge: ref('Gauge', 'A value that goes up and down.'),
      histogram: ref('Histogram', 'Values that are counted by size.'),
      counter: ref('Counter', 'A value that only grows.'),
    },
    { required: ['name', 'help'] },
  ),
  MetricLabel: object('A label of a metric.', { key: string('Its name.'), value: string('Its value.') }, { required: ['key', 'value'] }),
  Gauge: object(
    'A value that goes up and down.',
    {
      value: string('The value.'),
      realtime: boolean('It is told while the step runs, and not only at its end.'),
      operation: string('One of Set (default), Add, Sub.'),
    },
    { required: ['value'] },
  ),
  Histogram: object(
    'Values that are counted by size.',
    { value: string('The value.'), buckets: list(number('One bound.'), 'Upper bounds.') },
    { required: ['value', 'buckets'] },
  ),
  Counter: object('A value that only grows.', { value: string('What is added.') }, { required: ['value'] }),
  PodGC: object('When the pods of a workflow are deleted.', {
    strategy: string('One of OnPodCompletion, OnPodSuccess, OnWorkflowCompletion, OnWorkflowSuccess; never if not given.'),
    labelSelector: ref('LabelSelector', 'Only pods with these labels.'),
    deleteDelayDuration: string('How long to wait before, as a duration.'),
  }),
  VolumeClaimGC: object('When the volume claims of a workflow are deleted.', {
    strategy: string('One of OnWorkflowSuccess (default), OnWorkflowCompletion.'),
  }),
  ExecutorConfig: object('The containers that Argosy adds to a pod.', {
    serviceAccountName: string("Account of these containers, where the pod's own token is not mounted."),
  }),
  Metadata: object('Labels and annotations of a pod.', {
    labels: stringMap('Labels.'),
    annotations: stringMap('Annotations.'),
  }),
};
