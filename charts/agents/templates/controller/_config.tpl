{{/*
Configuration file of the controller.
*/}}
{{- define "agents.controllerConfig" -}}
log:
  level: {{ .Values.log.level }}
  format: {{ .Values.log.format }}
health:
  address: ":8081"
metrics:
  address: {{ ternary ":8080" "" .Values.metrics.enabled | quote }}
watchNamespaces: {{ include "agents.watchedNamespaces" . }}
concurrentReconciles: {{ .Values.controller.concurrentReconciles }}
leaderElection:
  enabled: {{ .Values.controller.leaderElection.enabled }}
  leaseName: {{ include "agents.componentName" (dict "root" $ "component" "controller") }}
  leaseDuration: {{ .Values.controller.leaderElection.leaseDuration }}
  renewDeadline: {{ .Values.controller.leaderElection.renewDeadline }}
{{- if .Values.gateway.enabled }}
gatewayURL: http://{{ include "agents.componentName" (dict "root" $ "component" "gateway") }}.{{ .Release.Namespace }}.svc.{{ .Values.clusterDomain }}:{{ .Values.gateway.service.port }}
{{- end }}
runs:
  serviceAccountName: {{ include "agents.serviceAccountName" (dict "root" $ "component" "runner") }}
  imagePullPolicy: {{ .Values.image.pullPolicy }}
  defaultTTLSeconds: {{ int64 .Values.runner.defaultTTLSeconds }}
  maxConcurrent: {{ .Values.runner.maxConcurrent }}
  workspaceSize: {{ .Values.runner.workspaceSize }}
  {{- with .Values.runner.resources }}
  resources:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}

{{/*
What the controller may do in the namespaces it watches.
*/}}
{{- define "agents.controllerRules" -}}
- apiGroups: [agents.portolan.dev]
  resources: [agents, agentproviders, agentruns, implementationsources, implementationspecs, memories]
  verbs: [get, list, watch, update, patch]
- apiGroups: [agents.portolan.dev]
  resources: [agentruns, implementationspecs]
  verbs: [create, delete]
- apiGroups: [agents.portolan.dev]
  resources:
    - agents/status
    - agentproviders/status
    - agentruns/status
    - implementationsources/status
    - implementationspecs/status
    - memories/status
  verbs: [get, update, patch]
- apiGroups: [agents.portolan.dev]
  resources:
    - agents/finalizers
    - agentproviders/finalizers
    - agentruns/finalizers
    - implementationsources/finalizers
    - implementationspecs/finalizers
    - memories/finalizers
  verbs: [update]
- apiGroups: [batch]
  resources: [jobs]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [""]
  resources: [pods, pods/log]
  verbs: [get, list, watch]
- apiGroups: [""]
  resources: [configmaps, persistentvolumeclaims]
  verbs: [get, list, watch, create, update, patch, delete]
- apiGroups: [""]
  resources: [secrets]
  verbs: [get]
- apiGroups: [networking.k8s.io]
  resources: [networkpolicies]
  verbs: [get, list, watch, create, update, patch, delete]
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create, patch]
{{- end }}
