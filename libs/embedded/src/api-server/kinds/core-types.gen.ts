// Made by hack/kubernetes-release/core-types.mjs from the OpenAPI document of Kubernetes 1.35. Do not edit. `name!`: required; `[]T`: list; `{}T`: map;
// `map(keys)`, `set`: how server-side apply merges a list; `merge(key)`, `merge`, `retainKeys`: how a strategic merge patch does; `atomic`: owned as a whole.
/** One type a line: its name, a tab, its fields. */
export const coreTypes = `
AWSElasticBlockStoreVolumeSource	fsType:string; partition:int; readOnly:bool; volumeID!:string
Affinity	nodeAffinity:NodeAffinity; podAffinity:PodAffinity; podAntiAffinity:PodAntiAffinity
AggregationRule	clusterRoleSelectors:[]LabelSelector
AppArmorProfile	localhostProfile:string; type!:string
AttachedVolume	devicePath!:string; name!:string
AzureDiskVolumeSource	cachingMode:string; diskName!:string; diskURI!:string; fsType:string; kind:string; readOnly:bool
AzureFilePersistentVolumeSource	readOnly:bool; secretName!:string; secretNamespace:string; shareName!:string
AzureFileVolumeSource	readOnly:bool; secretName!:string; shareName!:string
CSIPersistentVolumeSource	controllerExpandSecretRef:SecretReference; controllerPublishSecretRef:SecretReference; driver!:string; fsType:string; nodeExpandSecretRef:SecretReference; nodePublishSecretRef:SecretReference; nodeStageSecretRef:SecretReference; readOnly:bool; volumeAttributes:{}string; volumeHandle!:string
CSIVolumeSource	driver!:string; fsType:string; nodePublishSecretRef:LocalObjectReference; readOnly:bool; volumeAttributes:{}string
Capabilities	add:[]string; drop:[]string
CephFSPersistentVolumeSource	monitors!:[]string; path:string; readOnly:bool; secretFile:string; secretRef:SecretReference; user:string
CephFSVolumeSource	monitors!:[]string; path:string; readOnly:bool; secretFile:string; secretRef:LocalObjectReference; user:string
CinderPersistentVolumeSource	fsType:string; readOnly:bool; secretRef:SecretReference; volumeID!:string
CinderVolumeSource	fsType:string; readOnly:bool; secretRef:LocalObjectReference; volumeID!:string
ClientIPConfig	timeoutSeconds:int
ClusterRole	aggregationRule:AggregationRule; apiVersion:string; kind:string; metadata:ObjectMeta; rules:[]PolicyRule
ClusterRoleBinding	apiVersion:string; kind:string; metadata:ObjectMeta; roleRef!:RoleRef; subjects:[]Subject
ClusterTrustBundleProjection	labelSelector:LabelSelector; name:string; optional:bool; path!:string; signerName:string
Condition	lastTransitionTime!:time; message!:string; observedGeneration:int; reason!:string; status!:string; type!:string
ConfigMap	apiVersion:string; binaryData:{}string; data:{}string; immutable:bool; kind:string; metadata:ObjectMeta
ConfigMapEnvSource	name:string; optional:bool
ConfigMapKeySelector atomic	key!:string; name:string; optional:bool
ConfigMapNodeConfigSource	kubeletConfigKey!:string; name!:string; namespace!:string; resourceVersion:string; uid:string
ConfigMapProjection	items:[]KeyToPath; name:string; optional:bool
ConfigMapVolumeSource	defaultMode:int; items:[]KeyToPath; name:string; optional:bool
Container	args:[]string; command:[]string; env:[]EnvVar map(name) merge(name); envFrom:[]EnvFromSource; image:string; imagePullPolicy:string; lifecycle:Lifecycle; livenessProbe:Probe; name!:string; ports:[]ContainerPort map(containerPort,protocol) merge(containerPort); readinessProbe:Probe; resizePolicy:[]ContainerResizePolicy; resources:ResourceRequirements; restartPolicy:string; restartPolicyRules:[]ContainerRestartRule; securityContext:SecurityContext; startupProbe:Probe; stdin:bool; stdinOnce:bool; terminationMessagePath:string; terminationMessagePolicy:string; tty:bool; volumeDevices:[]VolumeDevice map(devicePath) merge(devicePath); volumeMounts:[]VolumeMount map(mountPath) merge(mountPath); workingDir:string
ContainerExtendedResourceRequest	containerName!:string; requestName!:string; resourceName!:string
ContainerImage	names:[]string; sizeBytes:int
ContainerPort	containerPort!:int; hostIP:string; hostPort:int; name:string; protocol:string
ContainerResizePolicy	resourceName!:string; restartPolicy!:string
ContainerRestartRule	action!:string; exitCodes:ContainerRestartRuleOnExitCodes
ContainerRestartRuleOnExitCodes	operator!:string; values:[]int set
ContainerState	running:ContainerStateRunning; terminated:ContainerStateTerminated; waiting:ContainerStateWaiting
ContainerStateRunning	startedAt:time
ContainerStateTerminated	containerID:string; exitCode!:int; finishedAt:time; message:string; reason:string; signal:int; startedAt:time
ContainerStateWaiting	message:string; reason:string
ContainerStatus	allocatedResources:{}quantity; allocatedResourcesStatus:[]ResourceStatus map(name) merge(name); containerID:string; image!:string; imageID!:string; lastState:ContainerState; name!:string; ready!:bool; resources:ResourceRequirements; restartCount!:int; started:bool; state:ContainerState; stopSignal:string; user:ContainerUser; volumeMounts:[]VolumeMountStatus map(mountPath) merge(mountPath)
ContainerUser	linux:LinuxContainerUser
ControllerRevision	apiVersion:string; data:any; kind:string; metadata:ObjectMeta; revision!:int
CronJob	apiVersion:string; kind:string; metadata:ObjectMeta; spec:CronJobSpec; status:CronJobStatus
CronJobSpec	concurrencyPolicy:string; failedJobsHistoryLimit:int; jobTemplate!:JobTemplateSpec; schedule!:string; startingDeadlineSeconds:int; successfulJobsHistoryLimit:int; suspend:bool; timeZone:string
CronJobStatus	active:[]ObjectReference; lastScheduleTime:time; lastSuccessfulTime:time
DaemonEndpoint	Port!:int
DaemonSet	apiVersion:string; kind:string; metadata:ObjectMeta; spec:DaemonSetSpec; status:DaemonSetStatus
DaemonSetCondition	lastTransitionTime:time; message:string; reason:string; status!:string; type!:string
DaemonSetSpec	minReadySeconds:int; revisionHistoryLimit:int; selector!:LabelSelector; template!:PodTemplateSpec; updateStrategy:DaemonSetUpdateStrategy
DaemonSetStatus	collisionCount:int; conditions:[]DaemonSetCondition map(type) merge(type); currentNumberScheduled!:int; desiredNumberScheduled!:int; numberAvailable:int; numberMisscheduled!:int; numberReady!:int; numberUnavailable:int; observedGeneration:int; updatedNumberScheduled:int
DaemonSetUpdateStrategy	rollingUpdate:RollingUpdateDaemonSet; type:string
Deployment	apiVersion:string; kind:string; metadata:ObjectMeta; spec:DeploymentSpec; status:DeploymentStatus
DeploymentCondition	lastTransitionTime:time; lastUpdateTime:time; message:string; reason:string; status!:string; type!:string
DeploymentSpec	minReadySeconds:int; paused:bool; progressDeadlineSeconds:int; replicas:int; revisionHistoryLimit:int; selector!:LabelSelector; strategy:DeploymentStrategy retainKeys; template!:PodTemplateSpec
DeploymentStatus	availableReplicas:int; collisionCount:int; conditions:[]DeploymentCondition map(type) merge(type); observedGeneration:int; readyReplicas:int; replicas:int; terminatingReplicas:int; unavailableReplicas:int; updatedReplicas:int
DeploymentStrategy	rollingUpdate:RollingUpdateDeployment; type:string
DownwardAPIProjection	items:[]DownwardAPIVolumeFile
DownwardAPIVolumeFile	fieldRef:ObjectFieldSelector; mode:int; path!:string; resourceFieldRef:ResourceFieldSelector
DownwardAPIVolumeSource	defaultMode:int; items:[]DownwardAPIVolumeFile
EmptyDirVolumeSource	medium:string; sizeLimit:quantity
Endpoint	addresses!:[]string set; conditions:EndpointConditions; deprecatedTopology:{}string; hints:EndpointHints; hostname:string; nodeName:string; targetRef:ObjectReference; zone:string
EndpointAddress atomic	hostname:string; ip!:string; nodeName:string; targetRef:ObjectReference
EndpointConditions	ready:bool; serving:bool; terminating:bool
EndpointHints	forNodes:[]ForNode; forZones:[]ForZone
EndpointPort atomic	appProtocol:string; name:string; port!:int; protocol:string
EndpointSlice	addressType!:string; apiVersion:string; endpoints!:[]Endpoint; kind:string; metadata:ObjectMeta; ports:[]SlicePort
EndpointSubset	addresses:[]EndpointAddress; notReadyAddresses:[]EndpointAddress; ports:[]EndpointPort
Endpoints	apiVersion:string; kind:string; metadata:ObjectMeta; subsets:[]EndpointSubset
EnvFromSource	configMapRef:ConfigMapEnvSource; prefix:string; secretRef:SecretEnvSource
EnvVar	name!:string; value:string; valueFrom:EnvVarSource
EnvVarSource	configMapKeyRef:ConfigMapKeySelector; fieldRef:ObjectFieldSelector; fileKeyRef:FileKeySelector; resourceFieldRef:ResourceFieldSelector; secretKeyRef:SecretKeySelector
EphemeralContainer	args:[]string; command:[]string; env:[]EnvVar map(name) merge(name); envFrom:[]EnvFromSource; image:string; imagePullPolicy:string; lifecycle:Lifecycle; livenessProbe:Probe; name!:string; ports:[]ContainerPort map(containerPort,protocol) merge(containerPort); readinessProbe:Probe; resizePolicy:[]ContainerResizePolicy; resources:ResourceRequirements; restartPolicy:string; restartPolicyRules:[]ContainerRestartRule; securityContext:SecurityContext; startupProbe:Probe; stdin:bool; stdinOnce:bool; targetContainerName:string; terminationMessagePath:string; terminationMessagePolicy:string; tty:bool; volumeDevices:[]VolumeDevice map(devicePath) merge(devicePath); volumeMounts:[]VolumeMount map(mountPath) merge(mountPath); workingDir:string
EphemeralVolumeSource	volumeClaimTemplate:PersistentVolumeClaimTemplate
Event	action:string; apiVersion:string; count:int; eventTime:time; firstTimestamp:time; involvedObject!:ObjectReference; kind:string; lastTimestamp:time; message:string; metadata!:ObjectMeta; reason:string; related:ObjectReference; reportingComponent:string; reportingInstance:string; series:EventSeries; source:EventSource; type:string
EventSeries	count:int; lastObservedTime:time
EventSource	component:string; host:string
ExecAction	command:[]string
FCVolumeSource	fsType:string; lun:int; readOnly:bool; targetWWNs:[]string; wwids:[]string
FileKeySelector atomic	key!:string; optional:bool; path!:string; volumeName!:string
FlexPersistentVolumeSource	driver!:string; fsType:string; options:{}string; readOnly:bool; secretRef:SecretReference
FlexVolumeSource	driver!:string; fsType:string; options:{}string; readOnly:bool; secretRef:LocalObjectReference
FlockerVolumeSource	datasetName:string; datasetUUID:string
ForNode	name!:string
ForZone	name!:string
GCEPersistentDiskVolumeSource	fsType:string; partition:int; pdName!:string; readOnly:bool
GRPCAction	port!:int; service:string
GitRepoVolumeSource	directory:string; repository!:string; revision:string
GlusterfsPersistentVolumeSource	endpoints!:string; endpointsNamespace:string; path!:string; readOnly:bool
GlusterfsVolumeSource	endpoints!:string; path!:string; readOnly:bool
HTTPGetAction	host:string; httpHeaders:[]HTTPHeader; path:string; port!:intOrString; scheme:string
HTTPHeader	name!:string; value!:string
HTTPIngressPath	backend!:IngressBackend; path:string; pathType!:string
HTTPIngressRuleValue	paths!:[]HTTPIngressPath
HostAlias	hostnames:[]string; ip!:string
HostIP	ip!:string
HostPathVolumeSource	path!:string; type:string
IPBlock	cidr!:string; except:[]string
ISCSIPersistentVolumeSource	chapAuthDiscovery:bool; chapAuthSession:bool; fsType:string; initiatorName:string; iqn!:string; iscsiInterface:string; lun!:int; portals:[]string; readOnly:bool; secretRef:SecretReference; targetPortal!:string
ISCSIVolumeSource	chapAuthDiscovery:bool; chapAuthSession:bool; fsType:string; initiatorName:string; iqn!:string; iscsiInterface:string; lun!:int; portals:[]string; readOnly:bool; secretRef:LocalObjectReference; targetPortal!:string
ImageVolumeSource	pullPolicy:string; reference:string
Ingress	apiVersion:string; kind:string; metadata:ObjectMeta; spec:IngressSpec; status:IngressStatus
IngressBackend	resource:TypedLocalObjectReference; service:IngressServiceBackend
IngressClass	apiVersion:string; kind:string; metadata:ObjectMeta; spec:IngressClassSpec
IngressClassParametersReference	apiGroup:string; kind!:string; name!:string; namespace:string; scope:string
IngressClassSpec	controller:string; parameters:IngressClassParametersReference
IngressLoadBalancerIngress	hostname:string; ip:string; ports:[]IngressPortStatus
IngressLoadBalancerStatus	ingress:[]IngressLoadBalancerIngress
IngressPortStatus	error:string; port!:int; protocol!:string
IngressRule	host:string; http:HTTPIngressRuleValue
IngressServiceBackend	name!:string; port:ServiceBackendPort
IngressSpec	defaultBackend:IngressBackend; ingressClassName:string; rules:[]IngressRule; tls:[]IngressTLS
IngressStatus	loadBalancer:IngressLoadBalancerStatus
IngressTLS	hosts:[]string; secretName:string
Job	apiVersion:string; kind:string; metadata:ObjectMeta; spec:JobSpec; status:JobStatus
JobCondition	lastProbeTime:time; lastTransitionTime:time; message:string; reason:string; status!:string; type!:string
JobSpec	activeDeadlineSeconds:int; backoffLimit:int; backoffLimitPerIndex:int; completionMode:string; completions:int; managedBy:string; manualSelector:bool; maxFailedIndexes:int; parallelism:int; podFailurePolicy:PodFailurePolicy; podReplacementPolicy:string; selector:LabelSelector; successPolicy:SuccessPolicy; suspend:bool; template!:PodTemplateSpec; ttlSecondsAfterFinished:int
JobStatus	active:int; completedIndexes:string; completionTime:time; conditions:[]JobCondition merge(type); failed:int; failedIndexes:string; ready:int; startTime:time; succeeded:int; terminating:int; uncountedTerminatedPods:UncountedTerminatedPods
JobTemplateSpec	metadata:ObjectMeta; spec:JobSpec
KeyToPath	key!:string; mode:int; path!:string
LabelSelector atomic	matchExpressions:[]LabelSelectorRequirement; matchLabels:{}string
LabelSelectorRequirement	key!:string; operator!:string; values:[]string
Lease	apiVersion:string; kind:string; metadata:ObjectMeta; spec:LeaseSpec
LeaseSpec	acquireTime:time; holderIdentity:string; leaseDurationSeconds:int; leaseTransitions:int; preferredHolder:string; renewTime:time; strategy:string
Lifecycle	postStart:LifecycleHandler; preStop:LifecycleHandler; stopSignal:string
LifecycleHandler	exec:ExecAction; httpGet:HTTPGetAction; sleep:SleepAction; tcpSocket:TCPSocketAction
LimitRange	apiVersion:string; kind:string; metadata:ObjectMeta; spec:LimitRangeSpec
LimitRangeItem	default:{}quantity; defaultRequest:{}quantity; max:{}quantity; maxLimitRequestRatio:{}quantity; min:{}quantity; type!:string
LimitRangeSpec	limits!:[]LimitRangeItem
LinuxContainerUser	gid!:int; supplementalGroups:[]int; uid!:int
LoadBalancerIngress	hostname:string; ip:string; ipMode:string; ports:[]PortStatus
LoadBalancerStatus	ingress:[]LoadBalancerIngress
LocalObjectReference atomic	name:string
LocalVolumeSource	fsType:string; path!:string
ManagedFieldsEntry	apiVersion:string; fieldsType:string; fieldsV1:any; manager:string; operation:string; subresource:string; time:time
ModifyVolumeStatus	status!:string; targetVolumeAttributesClassName:string
NFSVolumeSource	path!:string; readOnly:bool; server!:string
Namespace	apiVersion:string; kind:string; metadata:ObjectMeta; spec:NamespaceSpec; status:NamespaceStatus
NamespaceCondition	lastTransitionTime:time; message:string; reason:string; status!:string; type!:string
NamespaceSpec	finalizers:[]string
NamespaceStatus	conditions:[]NamespaceCondition map(type) merge(type); phase:string
NetworkPolicy	apiVersion:string; kind:string; metadata:ObjectMeta; spec:NetworkPolicySpec
NetworkPolicyEgressRule	ports:[]NetworkPolicyPort; to:[]NetworkPolicyPeer
NetworkPolicyIngressRule	from:[]NetworkPolicyPeer; ports:[]NetworkPolicyPort
NetworkPolicyPeer	ipBlock:IPBlock; namespaceSelector:LabelSelector; podSelector:LabelSelector
NetworkPolicyPort	endPort:int; port:intOrString; protocol:string
NetworkPolicySpec	egress:[]NetworkPolicyEgressRule; ingress:[]NetworkPolicyIngressRule; podSelector:LabelSelector; policyTypes:[]string
NewEvent	action:string; apiVersion:string; deprecatedCount:int; deprecatedFirstTimestamp:time; deprecatedLastTimestamp:time; deprecatedSource:EventSource; eventTime!:time; kind:string; metadata:ObjectMeta; note:string; reason:string; regarding:ObjectReference; related:ObjectReference; reportingController:string; reportingInstance:string; series:NewEventSeries; type:string
NewEventSeries	count!:int; lastObservedTime!:time
Node	apiVersion:string; kind:string; metadata:ObjectMeta; spec:NodeSpec; status:NodeStatus
NodeAddress	address!:string; type!:string
NodeAffinity	preferredDuringSchedulingIgnoredDuringExecution:[]PreferredSchedulingTerm; requiredDuringSchedulingIgnoredDuringExecution:NodeSelector
NodeCondition	lastHeartbeatTime:time; lastTransitionTime:time; message:string; reason:string; status!:string; type!:string
NodeConfigSource	configMap:ConfigMapNodeConfigSource
NodeConfigStatus	active:NodeConfigSource; assigned:NodeConfigSource; error:string; lastKnownGood:NodeConfigSource
NodeDaemonEndpoints	kubeletEndpoint:DaemonEndpoint
NodeFeatures	supplementalGroupsPolicy:bool
NodeRuntimeHandler	features:NodeRuntimeHandlerFeatures; name:string
NodeRuntimeHandlerFeatures	recursiveReadOnlyMounts:bool; userNamespaces:bool
NodeSelector atomic	nodeSelectorTerms!:[]NodeSelectorTerm
NodeSelectorRequirement	key!:string; operator!:string; values:[]string
NodeSelectorTerm atomic	matchExpressions:[]NodeSelectorRequirement; matchFields:[]NodeSelectorRequirement
NodeSpec	configSource:NodeConfigSource; externalID:string; podCIDR:string; podCIDRs:[]string set merge; providerID:string; taints:[]Taint; unschedulable:bool
NodeStatus	addresses:[]NodeAddress map(type) merge(type); allocatable:{}quantity; capacity:{}quantity; conditions:[]NodeCondition map(type) merge(type); config:NodeConfigStatus; daemonEndpoints:NodeDaemonEndpoints; declaredFeatures:[]string; features:NodeFeatures; images:[]ContainerImage; nodeInfo:NodeSystemInfo; phase:string; runtimeHandlers:[]NodeRuntimeHandler; volumesAttached:[]AttachedVolume; volumesInUse:[]string
NodeSwapStatus	capacity:int
NodeSystemInfo	architecture!:string; bootID!:string; containerRuntimeVersion!:string; kernelVersion!:string; kubeProxyVersion!:string; kubeletVersion!:string; machineID!:string; operatingSystem!:string; osImage!:string; swap:NodeSwapStatus; systemUUID!:string
ObjectFieldSelector atomic	apiVersion:string; fieldPath!:string
ObjectMeta	annotations:{}string; creationTimestamp:time; deletionGracePeriodSeconds:int; deletionTimestamp:time; finalizers:[]string set merge; generateName:string; generation:int; labels:{}string; managedFields:[]ManagedFieldsEntry; name:string; namespace:string; ownerReferences:[]OwnerReference map(uid) merge(uid); resourceVersion:string; selfLink:string; uid:string
ObjectReference atomic	apiVersion:string; fieldPath:string; kind:string; name:string; namespace:string; resourceVersion:string; uid:string
OwnerReference atomic	apiVersion!:string; blockOwnerDeletion:bool; controller:bool; kind!:string; name!:string; uid!:string
PersistentVolume	apiVersion:string; kind:string; metadata:ObjectMeta; spec:PersistentVolumeSpec; status:PersistentVolumeStatus
PersistentVolumeClaim	apiVersion:string; kind:string; metadata:ObjectMeta; spec:PersistentVolumeClaimSpec; status:PersistentVolumeClaimStatus
PersistentVolumeClaimCondition	lastProbeTime:time; lastTransitionTime:time; message:string; reason:string; status!:string; type!:string
PersistentVolumeClaimSpec	accessModes:[]string; dataSource:TypedLocalObjectReference; dataSourceRef:TypedObjectReference; resources:VolumeResourceRequirements; selector:LabelSelector; storageClassName:string; volumeAttributesClassName:string; volumeMode:string; volumeName:string
PersistentVolumeClaimStatus	accessModes:[]string; allocatedResourceStatuses:{}string; allocatedResources:{}quantity; capacity:{}quantity; conditions:[]PersistentVolumeClaimCondition map(type) merge(type); currentVolumeAttributesClassName:string; modifyVolumeStatus:ModifyVolumeStatus; phase:string
PersistentVolumeClaimTemplate	metadata:ObjectMeta; spec!:PersistentVolumeClaimSpec
PersistentVolumeClaimVolumeSource	claimName!:string; readOnly:bool
PersistentVolumeSpec	accessModes:[]string; awsElasticBlockStore:AWSElasticBlockStoreVolumeSource; azureDisk:AzureDiskVolumeSource; azureFile:AzureFilePersistentVolumeSource; capacity:{}quantity; cephfs:CephFSPersistentVolumeSource; cinder:CinderPersistentVolumeSource; claimRef:ObjectReference; csi:CSIPersistentVolumeSource; fc:FCVolumeSource; flexVolume:FlexPersistentVolumeSource; flocker:FlockerVolumeSource; gcePersistentDisk:GCEPersistentDiskVolumeSource; glusterfs:GlusterfsPersistentVolumeSource; hostPath:HostPathVolumeSource; iscsi:ISCSIPersistentVolumeSource; local:LocalVolumeSource; mountOptions:[]string; nfs:NFSVolumeSource; nodeAffinity:VolumeNodeAffinity; persistentVolumeReclaimPolicy:string; photonPersistentDisk:PhotonPersistentDiskVolumeSource; portworxVolume:PortworxVolumeSource; quobyte:QuobyteVolumeSource; rbd:RBDPersistentVolumeSource; scaleIO:ScaleIOPersistentVolumeSource; storageClassName:string; storageos:StorageOSPersistentVolumeSource; volumeAttributesClassName:string; volumeMode:string; vsphereVolume:VsphereVirtualDiskVolumeSource
PersistentVolumeStatus	lastPhaseTransitionTime:time; message:string; phase:string; reason:string
PhotonPersistentDiskVolumeSource	fsType:string; pdID!:string
Pod	apiVersion:string; kind:string; metadata:ObjectMeta; spec:PodSpec; status:PodStatus
PodAffinity	preferredDuringSchedulingIgnoredDuringExecution:[]WeightedPodAffinityTerm; requiredDuringSchedulingIgnoredDuringExecution:[]PodAffinityTerm
PodAffinityTerm	labelSelector:LabelSelector; matchLabelKeys:[]string; mismatchLabelKeys:[]string; namespaceSelector:LabelSelector; namespaces:[]string; topologyKey!:string
PodAntiAffinity	preferredDuringSchedulingIgnoredDuringExecution:[]WeightedPodAffinityTerm; requiredDuringSchedulingIgnoredDuringExecution:[]PodAffinityTerm
PodCertificateProjection	certificateChainPath:string; credentialBundlePath:string; keyPath:string; keyType!:string; maxExpirationSeconds:int; signerName!:string; userAnnotations:{}string
PodCondition	lastProbeTime:time; lastTransitionTime:time; message:string; observedGeneration:int; reason:string; status!:string; type!:string
PodDNSConfig	nameservers:[]string; options:[]PodDNSConfigOption; searches:[]string
PodDNSConfigOption	name:string; value:string
PodDisruptionBudget	apiVersion:string; kind:string; metadata:ObjectMeta; spec:PodDisruptionBudgetSpec; status:PodDisruptionBudgetStatus
PodDisruptionBudgetSpec	maxUnavailable:intOrString; minAvailable:intOrString; selector:LabelSelector; unhealthyPodEvictionPolicy:string
PodDisruptionBudgetStatus	conditions:[]Condition map(type) merge(type); currentHealthy!:int; desiredHealthy!:int; disruptedPods:{}time; disruptionsAllowed!:int; expectedPods!:int; observedGeneration:int
PodExtendedResourceClaimStatus	requestMappings!:[]ContainerExtendedResourceRequest; resourceClaimName!:string
PodFailurePolicy	rules!:[]PodFailurePolicyRule
PodFailurePolicyOnExitCodesRequirement	containerName:string; operator!:string; values!:[]int set
PodFailurePolicyOnPodConditionsPattern	status:string; type!:string
PodFailurePolicyRule	action!:string; onExitCodes:PodFailurePolicyOnExitCodesRequirement; onPodConditions:[]PodFailurePolicyOnPodConditionsPattern
PodIP	ip!:string
PodOS	name!:string
PodReadinessGate	conditionType!:string
PodResourceClaim	name!:string; resourceClaimName:string; resourceClaimTemplateName:string
PodResourceClaimStatus	name!:string; resourceClaimName:string
PodSchedulingGate	name!:string
PodSecurityContext	appArmorProfile:AppArmorProfile; fsGroup:int; fsGroupChangePolicy:string; runAsGroup:int; runAsNonRoot:bool; runAsUser:int; seLinuxChangePolicy:string; seLinuxOptions:SELinuxOptions; seccompProfile:SeccompProfile; supplementalGroups:[]int; supplementalGroupsPolicy:string; sysctls:[]Sysctl; windowsOptions:WindowsSecurityContextOptions
PodSpec	activeDeadlineSeconds:int; affinity:Affinity; automountServiceAccountToken:bool; containers!:[]Container map(name) merge(name); dnsConfig:PodDNSConfig; dnsPolicy:string; enableServiceLinks:bool; ephemeralContainers:[]EphemeralContainer map(name) merge(name); hostAliases:[]HostAlias map(ip) merge(ip); hostIPC:bool; hostNetwork:bool; hostPID:bool; hostUsers:bool; hostname:string; hostnameOverride:string; imagePullSecrets:[]LocalObjectReference map(name) merge(name); initContainers:[]Container map(name) merge(name); nodeName:string; nodeSelector:{}string; os:PodOS; overhead:{}quantity; preemptionPolicy:string; priority:int; priorityClassName:string; readinessGates:[]PodReadinessGate; resourceClaims:[]PodResourceClaim map(name) merge(name) retainKeys; resources:ResourceRequirements; restartPolicy:string; runtimeClassName:string; schedulerName:string; schedulingGates:[]PodSchedulingGate map(name) merge(name); securityContext:PodSecurityContext; serviceAccount:string; serviceAccountName:string; setHostnameAsFQDN:bool; shareProcessNamespace:bool; subdomain:string; terminationGracePeriodSeconds:int; tolerations:[]Toleration; topologySpreadConstraints:[]TopologySpreadConstraint map(topologyKey,whenUnsatisfiable) merge(topologyKey); volumes:[]Volume map(name) merge(name) retainKeys; workloadRef:WorkloadReference
PodStatus	allocatedResources:{}quantity; conditions:[]PodCondition map(type) merge(type); containerStatuses:[]ContainerStatus; ephemeralContainerStatuses:[]ContainerStatus; extendedResourceClaimStatus:PodExtendedResourceClaimStatus; hostIP:string; hostIPs:[]HostIP merge(ip); initContainerStatuses:[]ContainerStatus; message:string; nominatedNodeName:string; observedGeneration:int; phase:string; podIP:string; podIPs:[]PodIP map(ip) merge(ip); qosClass:string; reason:string; resize:string; resourceClaimStatuses:[]PodResourceClaimStatus map(name) merge(name) retainKeys; resources:ResourceRequirements; startTime:time
PodTemplate	apiVersion:string; kind:string; metadata:ObjectMeta; template:PodTemplateSpec
PodTemplateSpec	metadata:ObjectMeta; spec:PodSpec
PolicyRule	apiGroups:[]string; nonResourceURLs:[]string; resourceNames:[]string; resources:[]string; verbs!:[]string
PortStatus	error:string; port!:int; protocol!:string
PortworxVolumeSource	fsType:string; readOnly:bool; volumeID!:string
PreferredSchedulingTerm	preference!:NodeSelectorTerm; weight!:int
PriorityClass	apiVersion:string; description:string; globalDefault:bool; kind:string; metadata:ObjectMeta; preemptionPolicy:string; value!:int
Probe	exec:ExecAction; failureThreshold:int; grpc:GRPCAction; httpGet:HTTPGetAction; initialDelaySeconds:int; periodSeconds:int; successThreshold:int; tcpSocket:TCPSocketAction; terminationGracePeriodSeconds:int; timeoutSeconds:int
ProjectedVolumeSource	defaultMode:int; sources:[]VolumeProjection
QuobyteVolumeSource	group:string; readOnly:bool; registry!:string; tenant:string; user:string; volume!:string
RBDPersistentVolumeSource	fsType:string; image!:string; keyring:string; monitors!:[]string; pool:string; readOnly:bool; secretRef:SecretReference; user:string
RBDVolumeSource	fsType:string; image!:string; keyring:string; monitors!:[]string; pool:string; readOnly:bool; secretRef:LocalObjectReference; user:string
ReplicaSet	apiVersion:string; kind:string; metadata:ObjectMeta; spec:ReplicaSetSpec; status:ReplicaSetStatus
ReplicaSetCondition	lastTransitionTime:time; message:string; reason:string; status!:string; type!:string
ReplicaSetSpec	minReadySeconds:int; replicas:int; selector!:LabelSelector; template:PodTemplateSpec
ReplicaSetStatus	availableReplicas:int; conditions:[]ReplicaSetCondition map(type) merge(type); fullyLabeledReplicas:int; observedGeneration:int; readyReplicas:int; replicas!:int; terminatingReplicas:int
ResourceClaim	name!:string; request:string
ResourceFieldSelector atomic	containerName:string; divisor:quantity; resource!:string
ResourceHealth	health:string; resourceID!:string
ResourceQuota	apiVersion:string; kind:string; metadata:ObjectMeta; spec:ResourceQuotaSpec; status:ResourceQuotaStatus
ResourceQuotaSpec	hard:{}quantity; scopeSelector:ScopeSelector; scopes:[]string
ResourceQuotaStatus	hard:{}quantity; used:{}quantity
ResourceRequirements	claims:[]ResourceClaim map(name); limits:{}quantity; requests:{}quantity
ResourceStatus	name!:string; resources:[]ResourceHealth map(resourceID)
Role	apiVersion:string; kind:string; metadata:ObjectMeta; rules:[]PolicyRule
RoleBinding	apiVersion:string; kind:string; metadata:ObjectMeta; roleRef!:RoleRef; subjects:[]Subject
RoleRef atomic	apiGroup!:string; kind!:string; name!:string
RollingUpdateDaemonSet	maxSurge:intOrString; maxUnavailable:intOrString
RollingUpdateDeployment	maxSurge:intOrString; maxUnavailable:intOrString
RollingUpdateStatefulSetStrategy	maxUnavailable:intOrString; partition:int
SELinuxOptions	level:string; role:string; type:string; user:string
Scale	apiVersion:string; kind:string; metadata:ObjectMeta; spec:ScaleSpec; status:ScaleStatus
ScaleIOPersistentVolumeSource	fsType:string; gateway!:string; protectionDomain:string; readOnly:bool; secretRef!:SecretReference; sslEnabled:bool; storageMode:string; storagePool:string; system!:string; volumeName:string
ScaleIOVolumeSource	fsType:string; gateway!:string; protectionDomain:string; readOnly:bool; secretRef!:LocalObjectReference; sslEnabled:bool; storageMode:string; storagePool:string; system!:string; volumeName:string
ScaleSpec	replicas:int
ScaleStatus	replicas!:int; selector:string
ScopeSelector atomic	matchExpressions:[]ScopedResourceSelectorRequirement
ScopedResourceSelectorRequirement	operator!:string; scopeName!:string; values:[]string
SeccompProfile	localhostProfile:string; type!:string
Secret	apiVersion:string; data:{}string; immutable:bool; kind:string; metadata:ObjectMeta; stringData:{}string; type:string
SecretEnvSource	name:string; optional:bool
SecretKeySelector atomic	key!:string; name:string; optional:bool
SecretProjection	items:[]KeyToPath; name:string; optional:bool
SecretReference atomic	name:string; namespace:string
SecretVolumeSource	defaultMode:int; items:[]KeyToPath; optional:bool; secretName:string
SecurityContext	allowPrivilegeEscalation:bool; appArmorProfile:AppArmorProfile; capabilities:Capabilities; privileged:bool; procMount:string; readOnlyRootFilesystem:bool; runAsGroup:int; runAsNonRoot:bool; runAsUser:int; seLinuxOptions:SELinuxOptions; seccompProfile:SeccompProfile; windowsOptions:WindowsSecurityContextOptions
Service	apiVersion:string; kind:string; metadata:ObjectMeta; spec:ServiceSpec; status:ServiceStatus
ServiceAccount	apiVersion:string; automountServiceAccountToken:bool; imagePullSecrets:[]LocalObjectReference; kind:string; metadata:ObjectMeta; secrets:[]ObjectReference map(name) merge(name)
ServiceAccountTokenProjection	audience:string; expirationSeconds:int; path!:string
ServiceBackendPort atomic	name:string; number:int
ServicePort	appProtocol:string; name:string; nodePort:int; port!:int; protocol:string; targetPort:intOrString
ServiceSpec	allocateLoadBalancerNodePorts:bool; clusterIP:string; clusterIPs:[]string; externalIPs:[]string; externalName:string; externalTrafficPolicy:string; healthCheckNodePort:int; internalTrafficPolicy:string; ipFamilies:[]string; ipFamilyPolicy:string; loadBalancerClass:string; loadBalancerIP:string; loadBalancerSourceRanges:[]string; ports:[]ServicePort map(port,protocol) merge(port); publishNotReadyAddresses:bool; selector:{}string; sessionAffinity:string; sessionAffinityConfig:SessionAffinityConfig; trafficDistribution:string; type:string
ServiceStatus	conditions:[]Condition map(type) merge(type); loadBalancer:LoadBalancerStatus
SessionAffinityConfig	clientIP:ClientIPConfig
SleepAction	seconds!:int
SlicePort atomic	appProtocol:string; name:string; port:int; protocol:string
StatefulSet	apiVersion:string; kind:string; metadata:ObjectMeta; spec:StatefulSetSpec; status:StatefulSetStatus
StatefulSetCondition	lastTransitionTime:time; message:string; reason:string; status!:string; type!:string
StatefulSetOrdinals	start:int
StatefulSetPersistentVolumeClaimRetentionPolicy	whenDeleted:string; whenScaled:string
StatefulSetSpec	minReadySeconds:int; ordinals:StatefulSetOrdinals; persistentVolumeClaimRetentionPolicy:StatefulSetPersistentVolumeClaimRetentionPolicy; podManagementPolicy:string; replicas:int; revisionHistoryLimit:int; selector!:LabelSelector; serviceName:string; template!:PodTemplateSpec; updateStrategy:StatefulSetUpdateStrategy; volumeClaimTemplates:[]PersistentVolumeClaim
StatefulSetStatus	availableReplicas:int; collisionCount:int; conditions:[]StatefulSetCondition map(type) merge(type); currentReplicas:int; currentRevision:string; observedGeneration:int; readyReplicas:int; replicas!:int; updateRevision:string; updatedReplicas:int
StatefulSetUpdateStrategy	rollingUpdate:RollingUpdateStatefulSetStrategy; type:string
StorageClass	allowVolumeExpansion:bool; allowedTopologies:[]TopologySelectorTerm; apiVersion:string; kind:string; metadata:ObjectMeta; mountOptions:[]string; parameters:{}string; provisioner!:string; reclaimPolicy:string; volumeBindingMode:string
StorageOSPersistentVolumeSource	fsType:string; readOnly:bool; secretRef:ObjectReference; volumeName:string; volumeNamespace:string
StorageOSVolumeSource	fsType:string; readOnly:bool; secretRef:LocalObjectReference; volumeName:string; volumeNamespace:string
Subject atomic	apiGroup:string; kind!:string; name!:string; namespace:string
SuccessPolicy	rules!:[]SuccessPolicyRule
SuccessPolicyRule	succeededCount:int; succeededIndexes:string
Sysctl	name!:string; value!:string
TCPSocketAction	host:string; port!:intOrString
Taint	effect!:string; key!:string; timeAdded:time; value:string
Toleration	effect:string; key:string; operator:string; tolerationSeconds:int; value:string
TopologySelectorLabelRequirement	key!:string; values!:[]string
TopologySelectorTerm atomic	matchLabelExpressions:[]TopologySelectorLabelRequirement
TopologySpreadConstraint	labelSelector:LabelSelector; matchLabelKeys:[]string; maxSkew!:int; minDomains:int; nodeAffinityPolicy:string; nodeTaintsPolicy:string; topologyKey!:string; whenUnsatisfiable!:string
TypedLocalObjectReference atomic	apiGroup:string; kind!:string; name!:string
TypedObjectReference	apiGroup:string; kind!:string; name!:string; namespace:string
UncountedTerminatedPods	failed:[]string set; succeeded:[]string set
Volume	awsElasticBlockStore:AWSElasticBlockStoreVolumeSource; azureDisk:AzureDiskVolumeSource; azureFile:AzureFileVolumeSource; cephfs:CephFSVolumeSource; cinder:CinderVolumeSource; configMap:ConfigMapVolumeSource; csi:CSIVolumeSource; downwardAPI:DownwardAPIVolumeSource; emptyDir:EmptyDirVolumeSource; ephemeral:EphemeralVolumeSource; fc:FCVolumeSource; flexVolume:FlexVolumeSource; flocker:FlockerVolumeSource; gcePersistentDisk:GCEPersistentDiskVolumeSource; gitRepo:GitRepoVolumeSource; glusterfs:GlusterfsVolumeSource; hostPath:HostPathVolumeSource; image:ImageVolumeSource; iscsi:ISCSIVolumeSource; name!:string; nfs:NFSVolumeSource; persistentVolumeClaim:PersistentVolumeClaimVolumeSource; photonPersistentDisk:PhotonPersistentDiskVolumeSource; portworxVolume:PortworxVolumeSource; projected:ProjectedVolumeSource; quobyte:QuobyteVolumeSource; rbd:RBDVolumeSource; scaleIO:ScaleIOVolumeSource; secret:SecretVolumeSource; storageos:StorageOSVolumeSource; vsphereVolume:VsphereVirtualDiskVolumeSource
VolumeDevice	devicePath!:string; name!:string
VolumeMount	mountPath!:string; mountPropagation:string; name!:string; readOnly:bool; recursiveReadOnly:string; subPath:string; subPathExpr:string
VolumeMountStatus	mountPath!:string; name!:string; readOnly:bool; recursiveReadOnly:string
VolumeNodeAffinity	required:NodeSelector
VolumeProjection	clusterTrustBundle:ClusterTrustBundleProjection; configMap:ConfigMapProjection; downwardAPI:DownwardAPIProjection; podCertificate:PodCertificateProjection; secret:SecretProjection; serviceAccountToken:ServiceAccountTokenProjection
VolumeResourceRequirements	limits:{}quantity; requests:{}quantity
VsphereVirtualDiskVolumeSource	fsType:string; storagePolicyID:string; storagePolicyName:string; volumePath!:string
WeightedPodAffinityTerm	podAffinityTerm!:PodAffinityTerm; weight!:int
WindowsSecurityContextOptions	gmsaCredentialSpec:string; gmsaCredentialSpecName:string; hostProcess:bool; runAsUserName:string
WorkloadReference	name!:string; podGroup!:string; podGroupReplicaKey:string
`;
