/** How strategic merge patch treats the lists of a type, by field. Lists that are not named are replaced. */
export interface MergeRules {
  /** Elements with the same value of this field are one. */
  readonly keys?: Readonly<Record<string, string>>;
  /** Lists of scalars that are united. */
  readonly united?: readonly string[];
  /** Fields of which a patch keeps only what it names: one of several sources. */
  readonly retainKeys?: readonly string[];
}

const container: MergeRules = {
  keys: { ports: 'containerPort', env: 'name', volumeMounts: 'mountPath', volumeDevices: 'devicePath' },
};

/** Kubernetes' merge keys of pods and what is in them, by type (`patchStrategy` and `patchMergeKey` of its API). */
export const mergeRules: Readonly<Record<string, MergeRules>> = {
  ObjectMeta: { keys: { ownerReferences: 'uid' }, united: ['finalizers'] },
  PodSpec: {
    keys: {
      containers: 'name',
      initContainers: 'name',
      ephemeralContainers: 'name',
      volumes: 'name',
      imagePullSecrets: 'name',
      hostAliases: 'ip',
      topologySpreadConstraints: 'topologyKey',
      schedulingGates: 'name',
      resourceClaims: 'name',
    },
    retainKeys: ['volumes', 'resourceClaims'],
  },
  Container: container,
  EphemeralContainer: container,
  PodStatus: { keys: { conditions: 'type', podIPs: 'ip', hostIPs: 'ip', resourceClaimStatuses: 'name' } },
  ServiceAccount: { keys: { secrets: 'name' } },
};
