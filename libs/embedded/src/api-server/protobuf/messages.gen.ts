// Made by hack/kubernetes-release/protobuf.mjs from the generated.proto files of Kubernetes. Do not edit. `number:name:type`; `[]T`: repeated, `{}T`: map,
// `^T`: a message whose fields are those of the one around it.
/** One message a line: its name, a tab, its fields. */
export const messageLines = `
AWSElasticBlockStoreVolumeSource	1:volumeID:string 2:fsType:string 3:partition:int 4:readOnly:bool
Affinity	1:nodeAffinity:NodeAffinity 2:podAffinity:PodAffinity 3:podAntiAffinity:PodAntiAffinity
AggregationRule	1:clusterRoleSelectors:[]LabelSelector
AppArmorProfile	1:type:string 2:localhostProfile:string
AttachedVolume	1:name:string 2:devicePath:string
AzureDiskVolumeSource	1:diskName:string 2:diskURI:string 3:cachingMode:string 4:fsType:string 5:readOnly:bool 6:kind:string
AzureFileVolumeSource	1:secretName:string 2:shareName:string 3:readOnly:bool
Binding	1:metadata:ObjectMeta 2:target:ObjectReference
BoundObjectReference	1:kind:string 2:apiVersion:string 3:name:string 4:uID:string
CSIVolumeSource	1:driver:string 2:readOnly:bool 3:fsType:string 5:nodePublishSecretRef:LocalObjectReference 4:volumeAttributes:{}string
Capabilities	1:add:[]string 2:drop:[]string
CephFSVolumeSource	1:monitors:[]string 2:path:string 3:user:string 4:secretFile:string 5:secretRef:LocalObjectReference 6:readOnly:bool
CinderVolumeSource	1:volumeID:string 2:fsType:string 3:readOnly:bool 4:secretRef:LocalObjectReference
ClientIPConfig	1:timeoutSeconds:int
ClusterRole	1:metadata:ObjectMeta 2:rules:[]PolicyRule 3:aggregationRule:AggregationRule
ClusterRoleBinding	1:metadata:ObjectMeta 2:subjects:[]Subject 3:roleRef:RoleRef
ClusterTrustBundleProjection	1:name:string 2:signerName:string 3:labelSelector:LabelSelector 5:optional:bool 4:path:string
Condition	1:type:string 2:status:string 3:observedGeneration:int 4:lastTransitionTime:Time 5:reason:string 6:message:string
ConfigMap	1:metadata:ObjectMeta 4:immutable:bool 2:data:{}string 3:binaryData:{}bytes
ConfigMapEnvSource	1:localObjectReference:^LocalObjectReference 2:optional:bool
ConfigMapKeySelector	1:localObjectReference:^LocalObjectReference 2:key:string 3:optional:bool
ConfigMapNodeConfigSource	1:namespace:string 2:name:string 3:uid:string 4:resourceVersion:string 5:kubeletConfigKey:string
ConfigMapProjection	1:localObjectReference:^LocalObjectReference 2:items:[]KeyToPath 4:optional:bool
ConfigMapVolumeSource	1:localObjectReference:^LocalObjectReference 2:items:[]KeyToPath 3:defaultMode:int 4:optional:bool
Container	1:name:string 2:image:string 3:command:[]string 4:args:[]string 5:workingDir:string 6:ports:[]ContainerPort 19:envFrom:[]EnvFromSource 7:env:[]EnvVar 8:resources:ResourceRequirements 23:resizePolicy:[]ContainerResizePolicy 24:restartPolicy:string 25:restartPolicyRules:[]ContainerRestartRule 9:volumeMounts:[]VolumeMount 21:volumeDevices:[]VolumeDevice 10:livenessProbe:Probe 11:readinessProbe:Probe 22:startupProbe:Probe 12:lifecycle:Lifecycle 13:terminationMessagePath:string 20:terminationMessagePolicy:string 14:imagePullPolicy:string 15:securityContext:SecurityContext 16:stdin:bool 17:stdinOnce:bool 18:tty:bool
ContainerExtendedResourceRequest	1:containerName:string 2:resourceName:string 3:requestName:string
ContainerImage	1:names:[]string 2:sizeBytes:int
ContainerPort	1:name:string 2:hostPort:int 3:containerPort:int 4:protocol:string 5:hostIP:string
ContainerResizePolicy	1:resourceName:string 2:restartPolicy:string
ContainerRestartRule	1:action:string 2:exitCodes:ContainerRestartRuleOnExitCodes
ContainerRestartRuleOnExitCodes	1:operator:string 2:values:[]int
ContainerState	1:waiting:ContainerStateWaiting 2:running:ContainerStateRunning 3:terminated:ContainerStateTerminated
ContainerStateRunning	1:startedAt:Time
ContainerStateTerminated	1:exitCode:int 2:signal:int 3:reason:string 4:message:string 5:startedAt:Time 6:finishedAt:Time 7:containerID:string
ContainerStateWaiting	1:reason:string 2:message:string
ContainerStatus	1:name:string 2:state:ContainerState 3:lastState:ContainerState 4:ready:bool 5:restartCount:int 6:image:string 7:imageID:string 8:containerID:string 9:started:bool 11:resources:ResourceRequirements 12:volumeMounts:[]VolumeMountStatus 13:user:ContainerUser 14:allocatedResourcesStatus:[]ResourceStatus 15:stopSignal:string 10:allocatedResources:{}Quantity
ContainerUser	1:linux:LinuxContainerUser
ControllerRevision	1:metadata:ObjectMeta 2:data:RawExtension 3:revision:int
CronJob	1:metadata:ObjectMeta 2:spec:CronJobSpec 3:status:CronJobStatus
CronJobSpec	1:schedule:string 8:timeZone:string 2:startingDeadlineSeconds:int 3:concurrencyPolicy:string 4:suspend:bool 5:jobTemplate:JobTemplateSpec 6:successfulJobsHistoryLimit:int 7:failedJobsHistoryLimit:int
CronJobStatus	1:active:[]ObjectReference 4:lastScheduleTime:Time 5:lastSuccessfulTime:Time
DaemonEndpoint	1:Port:int
DaemonSet	1:metadata:ObjectMeta 2:spec:DaemonSetSpec 3:status:DaemonSetStatus
DaemonSetCondition	1:type:string 2:status:string 3:lastTransitionTime:Time 4:reason:string 5:message:string
DaemonSetSpec	1:selector:LabelSelector 2:template:PodTemplateSpec 3:updateStrategy:DaemonSetUpdateStrategy 4:minReadySeconds:int 6:revisionHistoryLimit:int
DaemonSetStatus	1:currentNumberScheduled:int 2:numberMisscheduled:int 3:desiredNumberScheduled:int 4:numberReady:int 5:observedGeneration:int 6:updatedNumberScheduled:int 7:numberAvailable:int 8:numberUnavailable:int 9:collisionCount:int 10:conditions:[]DaemonSetCondition
DaemonSetUpdateStrategy	1:type:string 2:rollingUpdate:RollingUpdateDaemonSet
DeleteOptions	1:gracePeriodSeconds:int 2:preconditions:Preconditions 3:orphanDependents:bool 4:propagationPolicy:string 5:dryRun:[]string 6:ignoreStoreReadErrorWithClusterBreakingPotential:bool
Deployment	1:metadata:ObjectMeta 2:spec:DeploymentSpec 3:status:DeploymentStatus
DeploymentCondition	1:type:string 2:status:string 6:lastUpdateTime:Time 7:lastTransitionTime:Time 4:reason:string 5:message:string
DeploymentSpec	1:replicas:int 2:selector:LabelSelector 3:template:PodTemplateSpec 4:strategy:DeploymentStrategy 5:minReadySeconds:int 6:revisionHistoryLimit:int 7:paused:bool 9:progressDeadlineSeconds:int
DeploymentStatus	1:observedGeneration:int 2:replicas:int 3:updatedReplicas:int 7:readyReplicas:int 4:availableReplicas:int 5:unavailableReplicas:int 9:terminatingReplicas:int 6:conditions:[]DeploymentCondition 8:collisionCount:int
DeploymentStrategy	1:type:string 2:rollingUpdate:RollingUpdateDeployment
DownwardAPIProjection	1:items:[]DownwardAPIVolumeFile
DownwardAPIVolumeFile	1:path:string 2:fieldRef:ObjectFieldSelector 3:resourceFieldRef:ResourceFieldSelector 4:mode:int
DownwardAPIVolumeSource	1:items:[]DownwardAPIVolumeFile 2:defaultMode:int
EmptyDirVolumeSource	1:medium:string 2:sizeLimit:Quantity
EnvFromSource	1:prefix:string 2:configMapRef:ConfigMapEnvSource 3:secretRef:SecretEnvSource
EnvVar	1:name:string 2:value:string 3:valueFrom:EnvVarSource
EnvVarSource	1:fieldRef:ObjectFieldSelector 2:resourceFieldRef:ResourceFieldSelector 3:configMapKeyRef:ConfigMapKeySelector 4:secretKeyRef:SecretKeySelector 5:fileKeyRef:FileKeySelector
EphemeralContainer	1:ephemeralContainerCommon:^EphemeralContainerCommon 2:targetContainerName:string
EphemeralContainerCommon	1:name:string 2:image:string 3:command:[]string 4:args:[]string 5:workingDir:string 6:ports:[]ContainerPort 19:envFrom:[]EnvFromSource 7:env:[]EnvVar 8:resources:ResourceRequirements 23:resizePolicy:[]ContainerResizePolicy 24:restartPolicy:string 25:restartPolicyRules:[]ContainerRestartRule 9:volumeMounts:[]VolumeMount 21:volumeDevices:[]VolumeDevice 10:livenessProbe:Probe 11:readinessProbe:Probe 22:startupProbe:Probe 12:lifecycle:Lifecycle 13:terminationMessagePath:string 20:terminationMessagePolicy:string 14:imagePullPolicy:string 15:securityContext:SecurityContext 16:stdin:bool 17:stdinOnce:bool 18:tty:bool
EphemeralVolumeSource	1:volumeClaimTemplate:PersistentVolumeClaimTemplate
Event	1:metadata:ObjectMeta 2:involvedObject:ObjectReference 3:reason:string 4:message:string 5:source:EventSource 6:firstTimestamp:Time 7:lastTimestamp:Time 8:count:int 9:type:string 10:eventTime:MicroTime 11:series:EventSeries 12:action:string 13:related:ObjectReference 14:reportingComponent:string 15:reportingInstance:string
EventSeries	1:count:int 2:lastObservedTime:MicroTime
EventSource	1:component:string 2:host:string
Eviction	1:metadata:ObjectMeta 2:deleteOptions:DeleteOptions
ExecAction	1:command:[]string
ExtraValue	1:items:[]string
FCVolumeSource	1:targetWWNs:[]string 2:lun:int 3:fsType:string 4:readOnly:bool 5:wwids:[]string
FieldSelectorAttributes	1:rawSelector:string 2:requirements:[]FieldSelectorRequirement
FieldSelectorRequirement	1:key:string 2:operator:string 3:values:[]string
FieldsV1	1:Raw:bytes
FileKeySelector	1:volumeName:string 2:path:string 3:key:string 4:optional:bool
FlexVolumeSource	1:driver:string 2:fsType:string 3:secretRef:LocalObjectReference 4:readOnly:bool 5:options:{}string
FlockerVolumeSource	1:datasetName:string 2:datasetUUID:string
GCEPersistentDiskVolumeSource	1:pdName:string 2:fsType:string 3:partition:int 4:readOnly:bool
GRPCAction	1:port:int 2:service:string
GitRepoVolumeSource	1:repository:string 2:revision:string 3:directory:string
GlusterfsVolumeSource	1:endpoints:string 2:path:string 3:readOnly:bool
HTTPGetAction	1:path:string 2:port:IntOrString 3:host:string 4:scheme:string 5:httpHeaders:[]HTTPHeader
HTTPHeader	1:name:string 2:value:string
HTTPIngressPath	1:path:string 3:pathType:string 2:backend:IngressBackend
HTTPIngressRuleValue	1:paths:[]HTTPIngressPath
HostAlias	1:ip:string 2:hostnames:[]string
HostIP	1:ip:string
HostPathVolumeSource	1:path:string 2:type:string
IPBlock	1:cidr:string 2:except:[]string
ISCSIVolumeSource	1:targetPortal:string 2:iqn:string 3:lun:int 4:iscsiInterface:string 5:fsType:string 6:readOnly:bool 7:portals:[]string 8:chapAuthDiscovery:bool 11:chapAuthSession:bool 10:secretRef:LocalObjectReference 12:initiatorName:string
ImageVolumeSource	1:reference:string 2:pullPolicy:string
Ingress	1:metadata:ObjectMeta 2:spec:IngressSpec 3:status:IngressStatus
IngressBackend	4:service:IngressServiceBackend 3:resource:TypedLocalObjectReference
IngressLoadBalancerIngress	1:ip:string 2:hostname:string 4:ports:[]IngressPortStatus
IngressLoadBalancerStatus	1:ingress:[]IngressLoadBalancerIngress
IngressPortStatus	1:port:int 2:protocol:string 3:error:string
IngressRule	1:host:string 2:ingressRuleValue:^IngressRuleValue
IngressRuleValue	1:http:HTTPIngressRuleValue
IngressServiceBackend	1:name:string 2:port:ServiceBackendPort
IngressSpec	4:ingressClassName:string 1:defaultBackend:IngressBackend 2:tls:[]IngressTLS 3:rules:[]IngressRule
IngressStatus	1:loadBalancer:IngressLoadBalancerStatus
IngressTLS	1:hosts:[]string 2:secretName:string
IntOrString	1:type:int 2:intVal:int 3:strVal:string
Job	1:metadata:ObjectMeta 2:spec:JobSpec 3:status:JobStatus
JobCondition	1:type:string 2:status:string 3:lastProbeTime:Time 4:lastTransitionTime:Time 5:reason:string 6:message:string
JobSpec	1:parallelism:int 2:completions:int 3:activeDeadlineSeconds:int 11:podFailurePolicy:PodFailurePolicy 16:successPolicy:SuccessPolicy 7:backoffLimit:int 12:backoffLimitPerIndex:int 13:maxFailedIndexes:int 4:selector:LabelSelector 5:manualSelector:bool 6:template:PodTemplateSpec 8:ttlSecondsAfterFinished:int 9:completionMode:string 10:suspend:bool 14:podReplacementPolicy:string 15:managedBy:string
JobStatus	1:conditions:[]JobCondition 2:startTime:Time 3:completionTime:Time 4:active:int 5:succeeded:int 6:failed:int 11:terminating:int 7:completedIndexes:string 10:failedIndexes:string 8:uncountedTerminatedPods:UncountedTerminatedPods 9:ready:int
JobTemplateSpec	1:metadata:ObjectMeta 2:spec:JobSpec
KeyToPath	1:key:string 2:path:string 3:mode:int
LabelSelector	2:matchExpressions:[]LabelSelectorRequirement 1:matchLabels:{}string
LabelSelectorAttributes	1:rawSelector:string 2:requirements:[]LabelSelectorRequirement
LabelSelectorRequirement	1:key:string 2:operator:string 3:values:[]string
Lease	1:metadata:ObjectMeta 2:spec:LeaseSpec
LeaseSpec	1:holderIdentity:string 2:leaseDurationSeconds:int 3:acquireTime:MicroTime 4:renewTime:MicroTime 5:leaseTransitions:int 6:strategy:string 7:preferredHolder:string
Lifecycle	1:postStart:LifecycleHandler 2:preStop:LifecycleHandler 3:stopSignal:string
LifecycleHandler	1:exec:ExecAction 2:httpGet:HTTPGetAction 3:tcpSocket:TCPSocketAction 4:sleep:SleepAction
LimitRange	1:metadata:ObjectMeta 2:spec:LimitRangeSpec
LimitRangeItem	1:type:string 2:max:{}Quantity 3:min:{}Quantity 4:default:{}Quantity 5:defaultRequest:{}Quantity 6:maxLimitRequestRatio:{}Quantity
LimitRangeSpec	1:limits:[]LimitRangeItem
LinuxContainerUser	1:uid:int 2:gid:int 3:supplementalGroups:[]int
LoadBalancerIngress	1:ip:string 2:hostname:string 3:ipMode:string 4:ports:[]PortStatus
LoadBalancerStatus	1:ingress:[]LoadBalancerIngress
LocalObjectReference	1:name:string
LocalSubjectAccessReview	1:metadata:ObjectMeta 2:spec:SubjectAccessReviewSpec 3:status:SubjectAccessReviewStatus
ManagedFieldsEntry	1:manager:string 2:operation:string 3:apiVersion:string 4:time:Time 6:fieldsType:string 7:fieldsV1:FieldsV1 8:subresource:string
MicroTime	1:seconds:int 2:nanos:int
ModifyVolumeStatus	1:targetVolumeAttributesClassName:string 2:status:string
NFSVolumeSource	1:server:string 2:path:string 3:readOnly:bool
Namespace	1:metadata:ObjectMeta 2:spec:NamespaceSpec 3:status:NamespaceStatus
NamespaceCondition	1:type:string 2:status:string 4:lastTransitionTime:Time 5:reason:string 6:message:string
NamespaceSpec	1:finalizers:[]string
NamespaceStatus	1:phase:string 2:conditions:[]NamespaceCondition
NetworkPolicy	1:metadata:ObjectMeta 2:spec:NetworkPolicySpec
NetworkPolicyEgressRule	1:ports:[]NetworkPolicyPort 2:to:[]NetworkPolicyPeer
NetworkPolicyIngressRule	1:ports:[]NetworkPolicyPort 2:from:[]NetworkPolicyPeer
NetworkPolicyPeer	1:podSelector:LabelSelector 2:namespaceSelector:LabelSelector 3:ipBlock:IPBlock
NetworkPolicyPort	1:protocol:string 2:port:IntOrString 3:endPort:int
NetworkPolicySpec	1:podSelector:LabelSelector 2:ingress:[]NetworkPolicyIngressRule 3:egress:[]NetworkPolicyEgressRule 4:policyTypes:[]string
Node	1:metadata:ObjectMeta 2:spec:NodeSpec 3:status:NodeStatus
NodeAddress	1:type:string 2:address:string
NodeAffinity	1:requiredDuringSchedulingIgnoredDuringExecution:NodeSelector 2:preferredDuringSchedulingIgnoredDuringExecution:[]PreferredSchedulingTerm
NodeCondition	1:type:string 2:status:string 3:lastHeartbeatTime:Time 4:lastTransitionTime:Time 5:reason:string 6:message:string
NodeConfigSource	2:configMap:ConfigMapNodeConfigSource
NodeConfigStatus	1:assigned:NodeConfigSource 2:active:NodeConfigSource 3:lastKnownGood:NodeConfigSource 4:error:string
NodeDaemonEndpoints	1:kubeletEndpoint:DaemonEndpoint
NodeFeatures	1:supplementalGroupsPolicy:bool
NodeRuntimeHandler	1:name:string 2:features:NodeRuntimeHandlerFeatures
NodeRuntimeHandlerFeatures	1:recursiveReadOnlyMounts:bool 2:userNamespaces:bool
NodeSelector	1:nodeSelectorTerms:[]NodeSelectorTerm
NodeSelectorRequirement	1:key:string 2:operator:string 3:values:[]string
NodeSelectorTerm	1:matchExpressions:[]NodeSelectorRequirement 2:matchFields:[]NodeSelectorRequirement
NodeSpec	1:podCIDR:string 7:podCIDRs:[]string 3:providerID:string 4:unschedulable:bool 5:taints:[]Taint 6:configSource:NodeConfigSource 2:externalID:string
NodeStatus	3:phase:string 4:conditions:[]NodeCondition 5:addresses:[]NodeAddress 6:daemonEndpoints:NodeDaemonEndpoints 7:nodeInfo:NodeSystemInfo 8:images:[]ContainerImage 9:volumesInUse:[]string 10:volumesAttached:[]AttachedVolume 11:config:NodeConfigStatus 12:runtimeHandlers:[]NodeRuntimeHandler 13:features:NodeFeatures 14:declaredFeatures:[]string 1:capacity:{}Quantity 2:allocatable:{}Quantity
NodeSwapStatus	1:capacity:int
NodeSystemInfo	1:machineID:string 2:systemUUID:string 3:bootID:string 4:kernelVersion:string 5:osImage:string 6:containerRuntimeVersion:string 7:kubeletVersion:string 8:kubeProxyVersion:string 9:operatingSystem:string 10:architecture:string 11:swap:NodeSwapStatus
NonResourceAttributes	1:path:string 2:verb:string
NonResourceRule	1:verbs:[]string 2:nonResourceURLs:[]string
ObjectFieldSelector	1:apiVersion:string 2:fieldPath:string
ObjectMeta	1:name:string 2:generateName:string 3:namespace:string 4:selfLink:string 5:uid:string 6:resourceVersion:string 7:generation:int 8:creationTimestamp:Time 9:deletionTimestamp:Time 10:deletionGracePeriodSeconds:int 13:ownerReferences:[]OwnerReference 14:finalizers:[]string 17:managedFields:[]ManagedFieldsEntry 11:labels:{}string 12:annotations:{}string
ObjectReference	1:kind:string 2:namespace:string 3:name:string 4:uid:string 5:apiVersion:string 6:resourceVersion:string 7:fieldPath:string
OwnerReference	5:apiVersion:string 1:kind:string 3:name:string 4:uid:string 6:controller:bool 7:blockOwnerDeletion:bool
PersistentVolumeClaim	1:metadata:ObjectMeta 2:spec:PersistentVolumeClaimSpec 3:status:PersistentVolumeClaimStatus
PersistentVolumeClaimCondition	1:type:string 2:status:string 3:lastProbeTime:Time 4:lastTransitionTime:Time 5:reason:string 6:message:string
PersistentVolumeClaimSpec	1:accessModes:[]string 4:selector:LabelSelector 2:resources:VolumeResourceRequirements 3:volumeName:string 5:storageClassName:string 6:volumeMode:string 7:dataSource:TypedLocalObjectReference 8:dataSourceRef:TypedObjectReference 9:volumeAttributesClassName:string
PersistentVolumeClaimStatus	1:phase:string 2:accessModes:[]string 4:conditions:[]PersistentVolumeClaimCondition 8:currentVolumeAttributesClassName:string 9:modifyVolumeStatus:ModifyVolumeStatus 3:capacity:{}Quantity 5:allocatedResources:{}Quantity 7:allocatedResourceStatuses:{}string
PersistentVolumeClaimTemplate	1:metadata:ObjectMeta 2:spec:PersistentVolumeClaimSpec
PersistentVolumeClaimVolumeSource	1:claimName:string 2:readOnly:bool
PhotonPersistentDiskVolumeSource	1:pdID:string 2:fsType:string
Pod	1:metadata:ObjectMeta 2:spec:PodSpec 3:status:PodStatus
PodAffinity	1:requiredDuringSchedulingIgnoredDuringExecution:[]PodAffinityTerm 2:preferredDuringSchedulingIgnoredDuringExecution:[]WeightedPodAffinityTerm
PodAffinityTerm	1:labelSelector:LabelSelector 2:namespaces:[]string 3:topologyKey:string 4:namespaceSelector:LabelSelector 5:matchLabelKeys:[]string 6:mismatchLabelKeys:[]string
PodAntiAffinity	1:requiredDuringSchedulingIgnoredDuringExecution:[]PodAffinityTerm 2:preferredDuringSchedulingIgnoredDuringExecution:[]WeightedPodAffinityTerm
PodCertificateProjection	1:signerName:string 2:keyType:string 3:maxExpirationSeconds:int 4:credentialBundlePath:string 5:keyPath:string 6:certificateChainPath:string 7:userAnnotations:{}string
PodCondition	1:type:string 7:observedGeneration:int 2:status:string 3:lastProbeTime:Time 4:lastTransitionTime:Time 5:reason:string 6:message:string
PodDNSConfig	1:nameservers:[]string 2:searches:[]string 3:options:[]PodDNSConfigOption
PodDNSConfigOption	1:name:string 2:value:string
PodDisruptionBudget	1:metadata:ObjectMeta 2:spec:PodDisruptionBudgetSpec 3:status:PodDisruptionBudgetStatus
PodDisruptionBudgetSpec	1:minAvailable:IntOrString 2:selector:LabelSelector 3:maxUnavailable:IntOrString 4:unhealthyPodEvictionPolicy:string
PodDisruptionBudgetStatus	1:observedGeneration:int 3:disruptionsAllowed:int 4:currentHealthy:int 5:desiredHealthy:int 6:expectedPods:int 7:conditions:[]Condition 2:disruptedPods:{}Time
PodExtendedResourceClaimStatus	1:requestMappings:[]ContainerExtendedResourceRequest 2:resourceClaimName:string
PodFailurePolicy	1:rules:[]PodFailurePolicyRule
PodFailurePolicyOnExitCodesRequirement	1:containerName:string 2:operator:string 3:values:[]int
PodFailurePolicyOnPodConditionsPattern	1:type:string 2:status:string
PodFailurePolicyRule	1:action:string 2:onExitCodes:PodFailurePolicyOnExitCodesRequirement 3:onPodConditions:[]PodFailurePolicyOnPodConditionsPattern
PodIP	1:ip:string
PodOS	1:name:string
PodReadinessGate	1:conditionType:string
PodResourceClaim	1:name:string 3:resourceClaimName:string 4:resourceClaimTemplateName:string
PodResourceClaimStatus	1:name:string 2:resourceClaimName:string
PodSchedulingGate	1:name:string
PodSecurityContext	1:seLinuxOptions:SELinuxOptions 8:windowsOptions:WindowsSecurityContextOptions 2:runAsUser:int 6:runAsGroup:int 3:runAsNonRoot:bool 4:supplementalGroups:[]int 12:supplementalGroupsPolicy:string 5:fsGroup:int 7:sysctls:[]Sysctl 9:fsGroupChangePolicy:string 10:seccompProfile:SeccompProfile 11:appArmorProfile:AppArmorProfile 13:seLinuxChangePolicy:string
PodSpec	1:volumes:[]Volume 20:initContainers:[]Container 2:containers:[]Container 34:ephemeralContainers:[]EphemeralContainer 3:restartPolicy:string 4:terminationGracePeriodSeconds:int 5:activeDeadlineSeconds:int 6:dnsPolicy:string 8:serviceAccountName:string 9:serviceAccount:string 21:automountServiceAccountToken:bool 10:nodeName:string 11:hostNetwork:bool 12:hostPID:bool 13:hostIPC:bool 27:shareProcessNamespace:bool 14:securityContext:PodSecurityContext 15:imagePullSecrets:[]LocalObjectReference 16:hostname:string 17:subdomain:string 18:affinity:Affinity 19:schedulerName:string 22:tolerations:[]Toleration 23:hostAliases:[]HostAlias 24:priorityClassName:string 25:priority:int 26:dnsConfig:PodDNSConfig 28:readinessGates:[]PodReadinessGate 29:runtimeClassName:string 30:enableServiceLinks:bool 31:preemptionPolicy:string 33:topologySpreadConstraints:[]TopologySpreadConstraint 35:setHostnameAsFQDN:bool 36:os:PodOS 37:hostUsers:bool 38:schedulingGates:[]PodSchedulingGate 39:resourceClaims:[]PodResourceClaim 40:resources:ResourceRequirements 41:hostnameOverride:string 42:workloadRef:WorkloadReference 7:nodeSelector:{}string 32:overhead:{}Quantity
PodStatus	17:observedGeneration:int 1:phase:string 2:conditions:[]PodCondition 3:message:string 4:reason:string 11:nominatedNodeName:string 5:hostIP:string 16:hostIPs:[]HostIP 6:podIP:string 12:podIPs:[]PodIP 7:startTime:Time 10:initContainerStatuses:[]ContainerStatus 8:containerStatuses:[]ContainerStatus 9:qosClass:string 13:ephemeralContainerStatuses:[]ContainerStatus 14:resize:string 15:resourceClaimStatuses:[]PodResourceClaimStatus 18:extendedResourceClaimStatus:PodExtendedResourceClaimStatus 20:resources:ResourceRequirements 19:allocatedResources:{}Quantity
PodTemplateSpec	1:metadata:ObjectMeta 2:spec:PodSpec
PolicyRule	1:verbs:[]string 2:apiGroups:[]string 3:resources:[]string 4:resourceNames:[]string 5:nonResourceURLs:[]string
PortStatus	1:port:int 2:protocol:string 3:error:string
PortworxVolumeSource	1:volumeID:string 2:fsType:string 3:readOnly:bool
Preconditions	1:uid:string 2:resourceVersion:string
PreferredSchedulingTerm	1:weight:int 2:preference:NodeSelectorTerm
PriorityClass	1:metadata:ObjectMeta 2:value:int 3:globalDefault:bool 4:description:string 5:preemptionPolicy:string
Probe	1:handler:^ProbeHandler 2:initialDelaySeconds:int 3:timeoutSeconds:int 4:periodSeconds:int 5:successThreshold:int 6:failureThreshold:int 7:terminationGracePeriodSeconds:int
ProbeHandler	1:exec:ExecAction 2:httpGet:HTTPGetAction 3:tcpSocket:TCPSocketAction 4:grpc:GRPCAction
ProjectedVolumeSource	1:sources:[]VolumeProjection 2:defaultMode:int
Quantity	1:string:string
QuobyteVolumeSource	1:registry:string 2:volume:string 3:readOnly:bool 4:user:string 5:group:string 6:tenant:string
RBDVolumeSource	1:monitors:[]string 2:image:string 3:fsType:string 4:pool:string 5:user:string 6:keyring:string 7:secretRef:LocalObjectReference 8:readOnly:bool
RawExtension	1:raw:bytes
ReplicaSet	1:metadata:ObjectMeta 2:spec:ReplicaSetSpec 3:status:ReplicaSetStatus
ReplicaSetCondition	1:type:string 2:status:string 3:lastTransitionTime:Time 4:reason:string 5:message:string
ReplicaSetSpec	1:replicas:int 4:minReadySeconds:int 2:selector:LabelSelector 3:template:PodTemplateSpec
ReplicaSetStatus	1:replicas:int 2:fullyLabeledReplicas:int 4:readyReplicas:int 5:availableReplicas:int 7:terminatingReplicas:int 3:observedGeneration:int 6:conditions:[]ReplicaSetCondition
ResourceAttributes	1:namespace:string 2:verb:string 3:group:string 4:version:string 5:resource:string 6:subresource:string 7:name:string 8:fieldSelector:FieldSelectorAttributes 9:labelSelector:LabelSelectorAttributes
ResourceClaim	1:name:string 2:request:string
ResourceFieldSelector	1:containerName:string 2:resource:string 3:divisor:Quantity
ResourceHealth	1:resourceID:string 2:health:string
ResourceQuota	1:metadata:ObjectMeta 2:spec:ResourceQuotaSpec 3:status:ResourceQuotaStatus
ResourceQuotaSpec	2:scopes:[]string 3:scopeSelector:ScopeSelector 1:hard:{}Quantity
ResourceQuotaStatus	1:hard:{}Quantity 2:used:{}Quantity
ResourceRequirements	3:claims:[]ResourceClaim 1:limits:{}Quantity 2:requests:{}Quantity
ResourceRule	1:verbs:[]string 2:apiGroups:[]string 3:resources:[]string 4:resourceNames:[]string
ResourceStatus	1:name:string 2:resources:[]ResourceHealth
Role	1:metadata:ObjectMeta 2:rules:[]PolicyRule
RoleBinding	1:metadata:ObjectMeta 2:subjects:[]Subject 3:roleRef:RoleRef
RoleRef	1:apiGroup:string 2:kind:string 3:name:string
RollingUpdateDaemonSet	1:maxUnavailable:IntOrString 2:maxSurge:IntOrString
RollingUpdateDeployment	1:maxUnavailable:IntOrString 2:maxSurge:IntOrString
RollingUpdateStatefulSetStrategy	1:partition:int 2:maxUnavailable:IntOrString
SELinuxOptions	1:user:string 2:role:string 3:type:string 4:level:string
Scale	1:metadata:ObjectMeta 2:spec:ScaleSpec 3:status:ScaleStatus
ScaleIOVolumeSource	1:gateway:string 2:system:string 3:secretRef:LocalObjectReference 4:sslEnabled:bool 5:protectionDomain:string 6:storagePool:string 7:storageMode:string 8:volumeName:string 9:fsType:string 10:readOnly:bool
ScaleSpec	1:replicas:int
ScaleStatus	1:replicas:int 2:selector:string
ScopeSelector	1:matchExpressions:[]ScopedResourceSelectorRequirement
ScopedResourceSelectorRequirement	1:scopeName:string 2:operator:string 3:values:[]string
SeccompProfile	1:type:string 2:localhostProfile:string
Secret	1:metadata:ObjectMeta 5:immutable:bool 3:type:string 2:data:{}bytes 4:stringData:{}string
SecretEnvSource	1:localObjectReference:^LocalObjectReference 2:optional:bool
SecretKeySelector	1:localObjectReference:^LocalObjectReference 2:key:string 3:optional:bool
SecretProjection	1:localObjectReference:^LocalObjectReference 2:items:[]KeyToPath 4:optional:bool
SecretVolumeSource	1:secretName:string 2:items:[]KeyToPath 3:defaultMode:int 4:optional:bool
SecurityContext	1:capabilities:Capabilities 2:privileged:bool 3:seLinuxOptions:SELinuxOptions 10:windowsOptions:WindowsSecurityContextOptions 4:runAsUser:int 8:runAsGroup:int 5:runAsNonRoot:bool 6:readOnlyRootFilesystem:bool 7:allowPrivilegeEscalation:bool 9:procMount:string 11:seccompProfile:SeccompProfile 12:appArmorProfile:AppArmorProfile
SelfSubjectAccessReview	1:metadata:ObjectMeta 2:spec:SelfSubjectAccessReviewSpec 3:status:SubjectAccessReviewStatus
SelfSubjectAccessReviewSpec	1:resourceAttributes:ResourceAttributes 2:nonResourceAttributes:NonResourceAttributes
SelfSubjectReview	1:metadata:ObjectMeta 2:status:SelfSubjectReviewStatus
SelfSubjectReviewStatus	1:userInfo:UserInfo
SelfSubjectRulesReview	1:metadata:ObjectMeta 2:spec:SelfSubjectRulesReviewSpec 3:status:SubjectRulesReviewStatus
SelfSubjectRulesReviewSpec	1:namespace:string
Service	1:metadata:ObjectMeta 2:spec:ServiceSpec 3:status:ServiceStatus
ServiceAccount	1:metadata:ObjectMeta 2:secrets:[]ObjectReference 3:imagePullSecrets:[]LocalObjectReference 4:automountServiceAccountToken:bool
ServiceAccountTokenProjection	1:audience:string 2:expirationSeconds:int 3:path:string
ServiceBackendPort	1:name:string 2:number:int
ServicePort	1:name:string 2:protocol:string 6:appProtocol:string 3:port:int 4:targetPort:IntOrString 5:nodePort:int
ServiceSpec	1:ports:[]ServicePort 3:clusterIP:string 18:clusterIPs:[]string 4:type:string 5:externalIPs:[]string 7:sessionAffinity:string 8:loadBalancerIP:string 9:loadBalancerSourceRanges:[]string 10:externalName:string 11:externalTrafficPolicy:string 12:healthCheckNodePort:int 13:publishNotReadyAddresses:bool 14:sessionAffinityConfig:SessionAffinityConfig 19:ipFamilies:[]string 17:ipFamilyPolicy:string 20:allocateLoadBalancerNodePorts:bool 21:loadBalancerClass:string 22:internalTrafficPolicy:string 23:trafficDistribution:string 2:selector:{}string
ServiceStatus	1:loadBalancer:LoadBalancerStatus 2:conditions:[]Condition
SessionAffinityConfig	1:clientIP:ClientIPConfig
SleepAction	1:seconds:int
StatefulSet	1:metadata:ObjectMeta 2:spec:StatefulSetSpec 3:status:StatefulSetStatus
StatefulSetCondition	1:type:string 2:status:string 3:lastTransitionTime:Time 4:reason:string 5:message:string
StatefulSetOrdinals	1:start:int
StatefulSetPersistentVolumeClaimRetentionPolicy	1:whenDeleted:string 2:whenScaled:string
StatefulSetSpec	1:replicas:int 2:selector:LabelSelector 3:template:PodTemplateSpec 4:volumeClaimTemplates:[]PersistentVolumeClaim 5:serviceName:string 6:podManagementPolicy:string 7:updateStrategy:StatefulSetUpdateStrategy 8:revisionHistoryLimit:int 9:minReadySeconds:int 10:persistentVolumeClaimRetentionPolicy:StatefulSetPersistentVolumeClaimRetentionPolicy 11:ordinals:StatefulSetOrdinals
StatefulSetStatus	1:observedGeneration:int 2:replicas:int 3:readyReplicas:int 4:currentReplicas:int 5:updatedReplicas:int 6:currentRevision:string 7:updateRevision:string 9:collisionCount:int 10:conditions:[]StatefulSetCondition 11:availableReplicas:int
StatefulSetUpdateStrategy	1:type:string 2:rollingUpdate:RollingUpdateStatefulSetStrategy
StorageOSVolumeSource	1:volumeName:string 2:volumeNamespace:string 3:fsType:string 4:readOnly:bool 5:secretRef:LocalObjectReference
Subject	1:kind:string 2:apiGroup:string 3:name:string 4:namespace:string
SubjectAccessReview	1:metadata:ObjectMeta 2:spec:SubjectAccessReviewSpec 3:status:SubjectAccessReviewStatus
SubjectAccessReviewSpec	1:resourceAttributes:ResourceAttributes 2:nonResourceAttributes:NonResourceAttributes 3:user:string 4:groups:[]string 6:uid:string 5:extra:{}ExtraValue
SubjectAccessReviewStatus	1:allowed:bool 4:denied:bool 2:reason:string 3:evaluationError:string
SubjectRulesReviewStatus	1:resourceRules:[]ResourceRule 2:nonResourceRules:[]NonResourceRule 3:incomplete:bool 4:evaluationError:string
SuccessPolicy	1:rules:[]SuccessPolicyRule
SuccessPolicyRule	1:succeededIndexes:string 2:succeededCount:int
Sysctl	1:name:string 2:value:string
TCPSocketAction	1:port:IntOrString 2:host:string
Taint	1:key:string 2:value:string 3:effect:string 4:timeAdded:Time
Time	1:seconds:int 2:nanos:int
TokenRequest	1:metadata:ObjectMeta 2:spec:TokenRequestSpec 3:status:TokenRequestStatus
TokenRequestSpec	1:audiences:[]string 4:expirationSeconds:int 3:boundObjectRef:BoundObjectReference
TokenRequestStatus	1:token:string 2:expirationTimestamp:Time
TokenReview	1:metadata:ObjectMeta 2:spec:TokenReviewSpec 3:status:TokenReviewStatus
TokenReviewSpec	1:token:string 2:audiences:[]string
TokenReviewStatus	1:authenticated:bool 2:user:UserInfo 4:audiences:[]string 3:error:string
Toleration	1:key:string 2:operator:string 3:value:string 4:effect:string 5:tolerationSeconds:int
TopologySpreadConstraint	1:maxSkew:int 2:topologyKey:string 3:whenUnsatisfiable:string 4:labelSelector:LabelSelector 5:minDomains:int 6:nodeAffinityPolicy:string 7:nodeTaintsPolicy:string 8:matchLabelKeys:[]string
TypeMeta	1:apiVersion:string 2:kind:string
TypedLocalObjectReference	1:apiGroup:string 2:kind:string 3:name:string
TypedObjectReference	1:apiGroup:string 2:kind:string 3:name:string 4:namespace:string
UncountedTerminatedPods	1:succeeded:[]string 2:failed:[]string
Unknown	1:typeMeta:TypeMeta 2:raw:bytes 3:contentEncoding:string 4:contentType:string
UserInfo	1:username:string 2:uid:string 3:groups:[]string 4:extra:{}ExtraValue
Volume	1:name:string 2:volumeSource:^VolumeSource
VolumeDevice	1:name:string 2:devicePath:string
VolumeMount	1:name:string 2:readOnly:bool 7:recursiveReadOnly:string 3:mountPath:string 4:subPath:string 5:mountPropagation:string 6:subPathExpr:string
VolumeMountStatus	1:name:string 2:mountPath:string 3:readOnly:bool 4:recursiveReadOnly:string
VolumeProjection	1:secret:SecretProjection 2:downwardAPI:DownwardAPIProjection 3:configMap:ConfigMapProjection 4:serviceAccountToken:ServiceAccountTokenProjection 5:clusterTrustBundle:ClusterTrustBundleProjection 6:podCertificate:PodCertificateProjection
VolumeResourceRequirements	1:limits:{}Quantity 2:requests:{}Quantity
VolumeSource	1:hostPath:HostPathVolumeSource 2:emptyDir:EmptyDirVolumeSource 3:gcePersistentDisk:GCEPersistentDiskVolumeSource 4:awsElasticBlockStore:AWSElasticBlockStoreVolumeSource 5:gitRepo:GitRepoVolumeSource 6:secret:SecretVolumeSource 7:nfs:NFSVolumeSource 8:iscsi:ISCSIVolumeSource 9:glusterfs:GlusterfsVolumeSource 10:persistentVolumeClaim:PersistentVolumeClaimVolumeSource 11:rbd:RBDVolumeSource 12:flexVolume:FlexVolumeSource 13:cinder:CinderVolumeSource 14:cephfs:CephFSVolumeSource 15:flocker:FlockerVolumeSource 16:downwardAPI:DownwardAPIVolumeSource 17:fc:FCVolumeSource 18:azureFile:AzureFileVolumeSource 19:configMap:ConfigMapVolumeSource 20:vsphereVolume:VsphereVirtualDiskVolumeSource 21:quobyte:QuobyteVolumeSource 22:azureDisk:AzureDiskVolumeSource 23:photonPersistentDisk:PhotonPersistentDiskVolumeSource 26:projected:ProjectedVolumeSource 24:portworxVolume:PortworxVolumeSource 25:scaleIO:ScaleIOVolumeSource 27:storageos:StorageOSVolumeSource 28:csi:CSIVolumeSource 29:ephemeral:EphemeralVolumeSource 30:image:ImageVolumeSource
VsphereVirtualDiskVolumeSource	1:volumePath:string 2:fsType:string 3:storagePolicyName:string 4:storagePolicyID:string
WeightedPodAffinityTerm	1:weight:int 2:podAffinityTerm:PodAffinityTerm
WindowsSecurityContextOptions	1:gmsaCredentialSpecName:string 2:gmsaCredentialSpec:string 3:runAsUserName:string 4:hostProcess:bool
WorkloadReference	1:name:string 2:podGroup:string 3:podGroupReplicaKey:string
`;
