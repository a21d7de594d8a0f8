{{- define "argosy.name" -}}{{ default .Chart.Name .Values.nameOverride | trunc 43 | trimSuffix "-" }}{{- end }}
{{- define "argosy.fullname" -}}
{{- if .Values.fullnameOverride }}{{ .Values.fullnameOverride | trunc 43 | trimSuffix "-" }}
{{- else if contains (include "argosy.name" .) .Release.Name }}{{ .Release.Name | trunc 43 | trimSuffix "-" }}
{{- else }}{{ printf "%s-%s" .Release.Name (include "argosy.name" .) | trunc 43 | trimSuffix "-" }}{{ end }}
{{- end }}
{{- define "argosy.namespace" -}}{{ default .Release.Namespace .Values.namespaceOverride }}{{- end }}
{{- define "argosy.controller" -}}{{ include "argosy.fullname" . }}-workflow-controller{{- end }}
{{- define "argosy.configMap" -}}{{ default (printf "%s-configmap" (include "argosy.controller" .)) .Values.controller.configMap.name }}{{- end }}
{{- define "argosy.serviceAccount" -}}{{ default (include "argosy.controller" .) .Values.controller.serviceAccount.name }}{{- end }}
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
