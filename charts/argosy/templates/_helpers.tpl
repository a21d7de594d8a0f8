{{- define "argosy.name" -}}{{ default .Chart.Name .Values.nameOverride | trunc 43 | trimSuffix "-" }}{{- end }}
{{- define "argosy.fullname" -}}
{{- if .Values.fullnameOverride }}{{ .Values.fullnameOverride | trunc 43 | trimSuffix "-" }}
{{- else if contains (include "argosy.name" .) .Release.Name }}{{ .Release.Name | trunc 43 | trimSuffix "-" }}
{{- else }}{{ printf "%s-%s" .Release.Name (include "argosy.name" .) | trunc 43 | trimSuffix "-" }}{{ end }}
{{- end }}
{{- define "argosy.namespace" -}}{{ default .Release.Namespace .Values.namespaceOverride }}{{- end }}
{{- define "argosy.controller" -}}{{ default (printf "%s-%s" (include "argosy.fullname" .) .Values.controller.name) .Values.controller.fullnameOverride }}{{- end }}
{{- define "argosy.server" -}}{{ default (printf "%s-%s" (include "argosy.fullname" .) .Values.server.name) .Values.server.fullnameOverride }}{{- end }}
{{- define "argosy.configMap" -}}{{ default (printf "%s-configmap" (include "argosy.controller" .)) .Values.controller.configMap.name }}{{- end }}
{{- define "argosy.serviceAccount" -}}{{ default (include "argosy.controller" .) .Values.controller.serviceAccount.name }}{{- end }}
{{- define "argosy.serverServiceAccount" -}}{{ default (include "argosy.server" .) .Values.server.serviceAccount.name }}{{- end }}
{{- define "argosy.tag" -}}{{ default .root.Chart.AppVersion (default .root.Values.images.tag .image.tag) }}{{- end }}
{{- define "argosy.image" -}}{{ with .image.registry }}{{ . }}/{{ end }}{{ .image.repository }}:{{ include "argosy.tag" . }}{{- end }}
{{- define "argosy.instanceID" -}}
{{- with .Values.controller.instanceID }}{{ if .enabled }}{{ if .useReleaseName }}{{ $.Release.Name }}{{ else }}{{ required "controller.instanceID.explicitID is needed where useReleaseName is false" .explicitID }}{{ end }}{{ end }}{{ end }}
{{- end }}
{{- define "argosy.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
app.kubernetes.io/part-of: argo-workflows
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}
{{- define "argosy.controllerSelector" -}}
app.kubernetes.io/name: {{ include "argosy.controller" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: workflow-controller
{{- end }}
{{- define "argosy.serverSelector" -}}
app.kubernetes.io/name: {{ include "argosy.server" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: server
{{- end }}

{{/* Metadata of an object in the release's namespace: dict root name [labels] [annotations] [selector] */}}
{{- define "argosy.metadata" -}}
name: {{ .name }}
namespace: {{ default (include "argosy.namespace" .root) .namespace }}
labels:
  {{- include "argosy.labels" .root | nindent 2 }}
  {{- with .selector }}{{ . | nindent 2 }}{{ end }}
  {{- with .labels }}{{ toYaml . | nindent 2 }}{{ end }}
{{- with .annotations }}
annotations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* The part of a pod's spec that is the same for every deployment: dict root part serviceAccount */}}
{{- define "argosy.podSpec" -}}
serviceAccountName: {{ .serviceAccount }}
{{- range $key := list "nodeSelector" "tolerations" "affinity" "dnsConfig" }}
{{- with index $.part $key }}
{{ $key }}: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
{{- with .part.topologySpreadConstraints }}
topologySpreadConstraints:
  {{- range . }}
  - {{ toYaml . | nindent 4 | trim }}
    {{- if not .labelSelector }}
    labelSelector: { matchLabels: {{ $.selector | fromYaml | toJson }} }
    {{- end }}
  {{- end }}
{{- end }}
{{- with .part.podSecurityContext }}
securityContext: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .part.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .part.terminationGracePeriodSeconds }}
terminationGracePeriodSeconds: {{ . }}
{{- end }}
{{- with .root.Values.images.pullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .part.extraInitContainers }}
initContainers: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* dict root part name metadata selector: what keeps some replicas while nodes are drained, and what adds replicas */}}
{{- define "argosy.availability" -}}
{{- if .part.pdb.enabled }}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {{- include "argosy.metadata" (dict "root" .root "name" .name) | nindent 2 }}
spec:
  {{- if and (not (hasKey .part.pdb "minAvailable")) (not (hasKey .part.pdb "maxUnavailable")) }}
  minAvailable: 1
  {{- end }}
  {{- with omit .part.pdb "enabled" }}{{ toYaml . | nindent 2 }}{{ end }}
  selector:
    matchLabels: {{- .selector | nindent 6 }}
{{- end }}
{{- if .part.autoscaling.enabled }}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {{- include "argosy.metadata" (dict "root" .root "name" .name) | nindent 2 }}
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: {{ .name }} }
  minReplicas: {{ .part.autoscaling.minReplicas }}
  maxReplicas: {{ .part.autoscaling.maxReplicas }}
  metrics:
    {{- with .part.autoscaling.targetCPUUtilizationPercentage }}
    - { type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: {{ . }} } } }
    {{- end }}
    {{- with .part.autoscaling.targetMemoryUtilizationPercentage }}
    - { type: Resource, resource: { name: memory, target: { type: Utilization, averageUtilization: {{ . }} } } }
    {{- end }}
  {{- with .part.autoscaling.behavior }}
  behavior: {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
{{- end }}

{{/* The default artifact repository as YAML, empty where there is none. */}}
{{- define "argosy.repository" -}}
{{- $repository := dict }}
{{- if .Values.customArtifactRepository }}{{ $repository = .Values.customArtifactRepository }}
{{- else }}
{{- range $key := list "s3" "gcs" "azure" }}{{ with index $.Values.artifactRepository $key }}{{ $_ := set $repository $key . }}{{ end }}{{ end }}
{{- with $repository.s3 }}
{{- if not $.Values.useStaticCredentials }}{{ $_ := set $repository "s3" (omit . "accessKeySecret" "secretKeySecret") }}{{ end }}
{{- end }}
{{- if and .Values.minio.enabled (not $repository) }}
{{- $secret := include "argosy.minioSecret" . }}
{{- $_ := set $repository "s3" (dict "bucket" .Values.minio.bucket "endpoint" (printf "%s.%s:9000" (include "argosy.minio" .) (include "argosy.namespace" .)) "insecure" true "accessKeySecret" (dict "name" $secret "key" "accesskey") "secretKeySecret" (dict "name" $secret "key" "secretkey")) }}
{{- end }}
{{- end }}
{{- with $repository }}{{ toYaml . }}{{ end }}
{{- end }}
{{- define "argosy.minio" -}}minio{{- end }}
{{- define "argosy.minioSecret" -}}my-minio-cred{{- end }}

{{/* Metadata of a Role or ClusterRole and its binding: dict root name */}}
{{- define "argosy.scopedMetadata" -}}
name: {{ .name }}
{{- if .root.Values.singleNamespace }}
namespace: {{ include "argosy.namespace" .root }}
{{- end }}
labels: {{- include "argosy.labels" .root | nindent 2 }}
{{- end }}

{{/* Names of the Secrets that the settings name, as a YAML list. */}}
{{- define "argosy.controllerSecrets" -}}
{{- $names := list "argo-workflows-agent-ca-certificates" }}
{{- range $store := list "postgresql" "mysql" }}
{{- with index (default dict $.Values.controller.persistence) $store }}
{{- with .userNameSecret }}{{ $names = append $names .name }}{{ end }}
{{- with .passwordSecret }}{{ $names = append $names .name }}{{ end }}
{{- end }}
{{- with index (default dict $.Values.controller.synchronization) $store }}
{{- with .userNameSecret }}{{ $names = append $names .name }}{{ end }}
{{- with .passwordSecret }}{{ $names = append $names .name }}{{ end }}
{{- end }}
{{- end }}
{{- toYaml (uniq $names) }}
{{- end }}

{{/* How Prometheus reads the controller's metrics, in the words of its operator. */}}
{{- define "argosy.scrape" -}}
{{- $m := .Values.controller.metricsConfig -}}
path: {{ $m.path }}
interval: {{ default $m.interval .Values.controller.serviceMonitor.interval }}
honorLabels: {{ $m.honorLabels }}
{{- if $m.secure }}
scheme: https
tlsConfig: {{ toJson (default (dict "insecureSkipVerify" true) $m.tlsConfig) }}
{{- end }}
{{- with $m.relabelings }}
relabelings: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $m.metricRelabelings }}
metricRelabelings: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* Names of the Secrets of the server's own namespace that it reads, as a YAML list. */}}
{{- define "argosy.serverSecrets" -}}
{{- $names := concat (list "sso" "argo-workflows-webhook-clients") (fromYamlArray (include "argosy.controllerSecrets" .)) }}
{{- if .Values.server.sso.enabled }}{{ $names = append (append $names .Values.server.sso.clientId.name) .Values.server.sso.clientSecret.name }}{{ end }}
{{- toYaml (uniq $names) }}
{{- end }}
