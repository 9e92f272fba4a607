{{/*
Name of the chart, as a label value.
*/}}
{{- define "agents.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/*
Prefix of all object names. A release whose name contains the chart name is not given it twice.
*/}}
{{- define "agents.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- $name := default .Chart.Name .Values.nameOverride }}
{{- if contains $name .Release.Name }}
{{- .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- end }}
{{- end }}

{{/*
Object name of a component, never longer than 63 characters. A prefix that has to be cut gets a
checksum, so that two long release names with the same beginning do not meet.
Usage: include "agents.componentName" (dict "root" $ "component" "gateway")
*/}}
{{- define "agents.componentName" -}}
{{- $fullname := include "agents.fullname" .root }}
{{- $room := sub 62 (len .component) | int }}
{{- if gt (len $fullname) $room }}
{{- $fullname = printf "%s-%s" ($fullname | trunc (sub $room 9 | int) | trimSuffix "-") (sha256sum $fullname | trunc 8) }}
{{- end }}
{{- printf "%s-%s" $fullname .component }}
{{- end }}

{{/*
Name of a cluster-scoped object: the namespace keeps releases of the same name apart.
*/}}
{{- define "agents.clusterName" -}}
{{- printf "%s:%s" .root.Release.Namespace (include "agents.componentName" .) }}
{{- end }}

{{/*
Any text as a label value: build metadata ("+") is not allowed there, nor is a dash at the end.
*/}}
{{- define "agents.labelValue" -}}
{{- regexReplaceAll "[^A-Za-z0-9]+$" (. | replace "+" "_" | trunc 63) "" }}
{{- end }}

{{- define "agents.chart" -}}
{{- include "agents.labelValue" (printf "%s-%s" .Chart.Name .Chart.Version) }}
{{- end }}

{{/*
Labels by which workloads are selected. They must never change between versions.
*/}}
{{- define "agents.selectorLabels" -}}
app.kubernetes.io/name: {{ include "agents.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{/*
Labels of every object.
*/}}
{{- define "agents.labels" -}}
helm.sh/chart: {{ include "agents.chart" .root }}
{{ include "agents.selectorLabels" . }}
{{- with .root.Chart.AppVersion }}
app.kubernetes.io/version: {{ include "agents.labelValue" . | quote }}
{{- end }}
app.kubernetes.io/part-of: {{ include "agents.name" .root }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/*
The annotations key with commonAnnotations and an object's own ones, or nothing.
Usage: include "agents.annotations" (dict "root" $ "own" .Values.gateway.service.annotations)
*/}}
{{- define "agents.annotations" -}}
{{- with merge (dict) (default (dict) .own) .root.Values.commonAnnotations -}}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/*
Reference of an image. A digest wins over a tag, and the tag defaults to the version of the application.
Usage: include "agents.image" (dict "root" $ "image" .Values.gateway.image)
*/}}
{{- define "agents.image" -}}
{{- $global := default (dict) .root.Values.global }}
{{- $registry := coalesce .image.registry $global.imageRegistry .root.Values.image.registry }}
{{- $name := .image.repository }}
{{- with $registry }}
{{- $name = printf "%s/%s" . $name }}
{{- end }}
{{- if .image.digest }}
{{- printf "%s@%s" $name .image.digest }}
{{- else }}
{{- printf "%s:%s" $name (default .root.Chart.AppVersion .image.tag | replace "+" "_") }}
{{- end }}
{{- end }}

{{/*
Pull secrets of the chart and of global, by name and each once.
*/}}
{{- define "agents.imagePullSecrets" -}}
{{- $global := default (dict) .Values.global }}
{{- $names := list }}
{{- range concat (default (list) $global.imagePullSecrets) .Values.imagePullSecrets }}
{{- if kindIs "map" . }}
{{- $names = append $names .name }}
{{- else }}
{{- $names = append $names . }}
{{- end }}
{{- end }}
{{- with uniq $names -}}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- end }}

{{/*
Name of the service account of a component.
Usage: include "agents.serviceAccountName" (dict "root" $ "component" "gateway")
*/}}
{{- define "agents.serviceAccountName" -}}
{{- $account := (index .root.Values .component).serviceAccount }}
{{- if $account.create }}
{{- default (include "agents.componentName" .) $account.name }}
{{- else }}
{{- default "default" $account.name }}
{{- end }}
{{- end }}

{{/*
The part of a pod spec that decides where the pod runs.
*/}}
{{- define "agents.scheduling" -}}
{{- $values := index .root.Values .component }}
{{- with $values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with $values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- if $values.topologySpread.enabled }}
topologySpreadConstraints:
  - maxSkew: {{ $values.topologySpread.maxSkew }}
    topologyKey: {{ $values.topologySpread.topologyKey }}
    whenUnsatisfiable: {{ $values.topologySpread.whenUnsatisfiable }}
    labelSelector:
      matchLabels:
        {{- include "agents.selectorLabels" . | nindent 8 }}
{{- end }}
{{- end }}

{{/*
Namespaces in which the control plane works, as a JSON array; empty means all of them.
*/}}
{{- define "agents.watchedNamespaces" -}}
{{- .Values.watchNamespaces | uniq | sortAlpha | toJson }}
{{- end }}

{{/*
Roles and bindings of a component: one ClusterRole, or one Role in each watched namespace.
Usage: include "agents.workRoles" (dict "root" $ "component" "gateway" "rules" "agents.gatewayRules")
*/}}
{{- define "agents.workRoles" -}}
{{- $labels := include "agents.labels" . }}
{{- $annotations := include "agents.annotations" . }}
{{- $account := include "agents.serviceAccountName" . }}
{{- $rules := include .rules .root }}
{{- $namespaces := include "agents.watchedNamespaces" .root | fromJsonArray }}
{{- $release := .root.Release.Namespace }}
{{- range default (list "") $namespaces }}
{{- $kind := ternary "Role" "ClusterRole" (ne . "") }}
{{- $name := include (ternary "agents.componentName" "agents.clusterName" (ne . "")) $ }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: {{ $kind }}
metadata:
  name: {{ $name }}
  {{- with . }}
  namespace: {{ . }}
  {{- end }}
  labels:
    {{- $labels | nindent 4 }}
  {{- with $annotations }}
  {{- . | nindent 2 }}
  {{- end }}
rules:
  {{- $rules | nindent 2 }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: {{ $kind }}Binding
metadata:
  name: {{ $name }}
  {{- with . }}
  namespace: {{ . }}
  {{- end }}
  labels:
    {{- $labels | nindent 4 }}
  {{- with $annotations }}
  {{- . | nindent 2 }}
  {{- end }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: {{ $kind }}
  name: {{ $name }}
subjects:
  - kind: ServiceAccount
    name: {{ $account }}
    namespace: {{ $release }}
{{- end }}
{{- end }}

{{/*
Whether the Prometheus operator's objects can be created.
*/}}
{{- define "agents.hasPrometheusOperator" -}}
{{- if .Capabilities.APIVersions.Has "monitoring.coreos.com/v1" }}true{{ end }}
{{- end }}

{{/*
Secret and key that hold the API key of the default provider.
*/}}
{{- define "agents.providerSecretName" -}}
{{- default (include "agents.componentName" (dict "root" . "component" "provider")) .Values.defaultProvider.existingSecret.name }}
{{- end }}

{{/*
Secret that holds the client secret for OpenID Connect.
*/}}
{{- define "agents.oidcSecretName" -}}
{{- default (include "agents.componentName" (dict "root" . "component" "oidc")) .Values.gateway.auth.oidc.existingSecret.name }}
{{- end }}
