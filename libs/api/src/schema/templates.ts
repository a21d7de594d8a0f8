import { atMostOne } from './artifacts.ts';
import { boolean, type Definitions, integer, intOrString, list, object, ref, string, stringMap } from './shorthand.ts';

const kinds = ['container', 'containerSet', 'steps', 'dag', 'script', 'resource', 'data', 'suspend', 'http', 'plugin'];

/** What runs: leaves that do something, and steps and dags that call other templates. */
export const templateDefinitions: Definitions = {
  Template: object(
    'Something that a workflow can run. One of its kinds: container, containerSet, steps, dag, script, resource, data, suspend, http, plugin.',
    {
      name: string('Name by which steps, tasks and hooks call it.'),
      inputs: ref('Inputs', 'What it takes.'),
      outputs: ref('Outputs', 'What it gives.'),
      container: ref('Container', 'Runs a container.'),
      containerSet: ref('ContainerSetTemplate', 'Runs several containers in one pod, as their dependencies allow.'),
      steps: list(
        list(ref('WorkflowStep', 'One step.'), 'Steps that run side by side.', { maxItems: 200 }),
        'Groups of steps that run one after the other.',
        {
          maxItems: 200,
          verbatim: true,
        },
      ),
      dag: ref('DAGTemplate', 'Runs tasks as their dependencies allow.'),
      script: ref('ScriptTemplate', 'Runs a container with a script.'),
      resource: ref('ResourceTemplate', 'Makes, changes, deletes or awaits an object of the cluster.'),
      data: ref('Data', 'Lists files of a store and works on the list.'),
      suspend: ref('SuspendTemplate', 'Waits for a time or a person.'),
      http: ref('HTTP', 'Sends an HTTP request.'),
      plugin: ref('Plugin', 'Runs something that an executor plugin knows how to do.'),
      metadata: ref('Metadata', 'Labels and annotations of the pod.'),
      annotations: stringMap('Annotations of the template; `workflows.argoproj.io/display-name` names its nodes for people.'),
      daemon: boolean('The workflow goes on once the container is ready; it is stopped when its caller ends.'),
      volumes: list(ref('Volume', 'One volume.'), 'Volumes that the containers can mount.'),
      initContainers: list(ref('UserContainer', 'One container.'), 'Containers that run before the main one.'),
      sidecars: list(ref('UserContainer', 'One container.'), 'Containers that run beside the main one and are stopped when it ends.'),
      nodeSelector: stringMap('Labels that the node must have.'),
      affinity: ref('Affinity', 'Where the pod may or should run.'),
      tolerations: list(ref('Toleration', 'One toleration.'), 'Taints of nodes that the pod puts up with.'),
      schedulerName: string('Scheduler that places the pod.'),
      priorityClassName: string('Priority of the pod.'),
      hostAliases: list(ref('HostAlias', 'One entry.'), 'Entries for the hosts file of the pod.'),
      securityContext: ref('PodSecurityContext', 'Security settings of the pod.'),
      serviceAccountName: string('Account of the pod.'),
      automountServiceAccountToken: boolean('The token of the account is mounted.'),
      executor: ref('ExecutorConfig', 'The containers that Argosy adds.'),
      podSpecPatch: string('A strategic merge patch on the pod, as YAML or JSON; may hold tags.'),
      podResources: ref('ResourceRequirements', 'Resources of the pod as a whole.'),
      resourceClaims: list(ref('PodResourceClaim', 'One claim.'), 'Devices that the pod claims.'),
      activeDeadlineSeconds: intOrString('Seconds that the pod may be active; a number or a tag.'),
      timeout: string('Time that the node may take, waiting included, as a duration.'),
      pendingTimeout: string('Time that the pod may be pending, as a duration.'),
      retryStrategy: ref('RetryStrategy', 'When and how often it is tried again.'),
      parallelism: integer('How many pods may run at once below a steps or dag template.', { minimum: 1 }),
      failFast: boolean('No further step or task is started after a failure.'),
      archiveLocation: ref('ArtifactLocation', 'Where artifacts and logs go that do not say so themselves.'),
      synchronization: ref('Synchronization', 'Locks that are held while it runs.'),
      memoize: ref('Memoize', 'Takes outputs of earlier runs.'),
      metrics: ref('Metrics', 'Metrics of the user.'),
    },
    {
      rules: [
        { rule: atMostOne(kinds), message: 'template must have at most one template type' },
        { rule: '!has(self.timeout) || (!has(self.steps) && !has(self.dag))', message: 'timeout is only valid for leaf templates' },
        {
          rule: '!has(self.activeDeadlineSeconds) || (!has(self.steps) && !has(self.dag))',
          message: 'activeDeadlineSeconds is only valid for leaf templates',
        },
      ],
    },
  ),
  UserContainer: object(
    'A container next to the main one.',
    { mirrorVolumeMounts: boolean('Mounts what the main container mounts, artifacts included.') },
    { extends: 'Container', required: ['name'] },
  ),
  ScriptTemplate: object(
    'A container that runs a script.',
    { source: string('The script; the command gets it as a file.') },
    { extends: 'Container', required: ['source'] },
  ),
  ContainerSetTemplate: object(
    'Several containers in one pod.',
    {
      containers: list(ref('ContainerNode', 'One container.'), 'The containers.'),
      volumeMounts: list(ref('VolumeMount', 'One mount.'), 'What all of them mount.'),
      retryStrategy: ref('ContainerSetRetryStrategy', 'When a container is started again within the pod.'),
    },
    { required: ['containers'] },
  ),
  ContainerNode: object(
    'A container of a container set.',
    { dependencies: list(string('A name.'), 'Names of containers that must have succeeded before.') },
    { extends: 'Container', required: ['name'] },
  ),
  ContainerSetRetryStrategy: object(
    'When a container of a set is started again within its pod.',
    { duration: string('Time between two tries.'), retries: intOrString('How many times it is tried again.') },
    { required: ['retries'] },
  ),
  ResourceTemplate: object(
    'Makes, changes, deletes or awaits an object of the cluster.',
    {
      action: string('One of get, create, apply, delete, replace, patch.'),
      mergeStrategy: string('How a patch is merged: strategic (default), merge or json.'),
      manifest: string('The object, as YAML or JSON; may hold tags.'),
      manifestFrom: ref('ManifestFrom', 'The object, taken from an artifact.'),
      setOwnerReference: boolean('The workflow becomes the owner of the object.'),
      successCondition: string('Conditions on the object under which the step has succeeded.'),
      failureCondition: string('Conditions on the object under which the step has failed.'),
      flags: list(string('A flag.'), 'Flags of kubectl, such as --validate=false.'),
    },
    { required: ['action'] },
  ),
  ManifestFrom: object(
    'A manifest in an artifact.',
    { artifact: ref('Artifact', 'The artifact; only its name counts.') },
    { required: ['artifact'] },
  ),
  HTTP: object(
    'Sends an HTTP request.',
    {
      method: string('GET (default), POST, …'),
      url: string('Where it goes.'),
      headers: list(ref('HTTPHeader', 'One header.'), 'Headers that are sent along.'),
      timeoutSeconds: integer('How long to wait for the answer; 30 if not given.'),
      successCondition: string('A condition on the answer; a status of 2xx if not given.'),
      body: string('What is sent.'),
      bodyFrom: ref('HTTPBodySource', 'What is sent, as bytes.'),
      insecureSkipVerify: boolean('The certificate of the server is not checked.'),
    },
    { required: ['url'] },
  ),
  HTTPHeader: object(
    'A header of a request.',
    { name: string('Its name.'), value: string('Its value.'), valueFrom: ref('HTTPHeaderSource', 'Where its value is taken from.') },
    { required: ['name'] },
  ),
  HTTPHeaderSource: object('Where the value of a header is taken from.', { secretKeyRef: ref('SecretKeySelector', 'A key of a Secret.') }),
  HTTPBodySource: object('The body of a request.', { bytes: string('The bytes, in base64.') }),
  Data: object(
    'Lists files of a store and works on the list.',
    {
      source: ref('DataSource', 'Where the list comes from.'),
      transformation: list(ref('TransformationStep', 'One change.'), 'What becomes of the list, one change after the other.'),
    },
    { required: ['source', 'transformation'] },
  ),
  DataSource: object('Where a list comes from.', { artifactPaths: ref('ArtifactPaths', 'Paths of the files in a store.') }),
  TransformationStep: object('A change of a list.', { expression: string('An expression over `data`.') }, { required: ['expression'] }),
  SuspendTemplate: object('Waits for a time or a person.', {
    duration: string('Seconds, or a duration such as `2m`, after which it goes on by itself.'),
  }),
  Plugin: object(
    'Something that an executor plugin knows how to do: exactly one field, the name of the plugin.',
    {},
    { open: true, oneKey: true },
  ),
};
