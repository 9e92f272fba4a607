{{/*
Configuration file of the gateway.
*/}}
{{- define "agents.gatewayConfig" -}}
{{- $auth := .Values.gateway.auth -}}
log:
  level: {{ .Values.log.level }}
  format: {{ .Values.log.format }}
http:
  address: ":8080"
  maxBodySize: {{ .Values.gateway.maxBodySize }}
  {{- with .Values.gateway.externalURL }}
  externalURL: {{ . | quote }}
  {{- end }}
  {{- with .Values.gateway.corsOrigins }}
  corsOrigins:
    {{- toYaml . | nindent 4 }}
  {{- end }}
metrics:
  address: {{ ternary ":9090" "" .Values.metrics.enabled | quote }}
watchNamespaces: {{ include "agents.watchedNamespaces" . }}
auth:
  mode: {{ $auth.mode }}
  {{- if eq $auth.mode "OIDC" }}
  oidc:
    issuerURL: {{ required "gateway.auth.oidc.issuerURL is required when gateway.auth.mode is OIDC" $auth.oidc.issuerURL | quote }}
    clientID: {{ required "gateway.auth.oidc.clientID is required when gateway.auth.mode is OIDC" $auth.oidc.clientID | quote }}
    usernameClaim: {{ $auth.oidc.usernameClaim }}
    {{- with $auth.oidc.groupsClaim }}
    groupsClaim: {{ . }}
    {{- end }}
  {{- end }}
webhooks:
  enabled: {{ .Values.gateway.webhooks.enabled }}
  pathPrefix: {{ .Values.gateway.webhooks.pathPrefix }}
{{- end }}

{{/*
What the gateway may do in the namespaces it serves.
*/}}
{{- define "agents.gatewayRules" -}}
- apiGroups: [agents.portolan.dev]
  resources: [agents, agentproviders, implementationsources, memories]
  verbs: [get, list, watch]
- apiGroups: [agents.portolan.dev]
  resources: [agentruns, implementationspecs]
  verbs: [get, list, watch, create, update, patch]
- apiGroups: [agents.portolan.dev]
  resources: [agentruns/status, implementationsources/status]
  verbs: [get, patch]
- apiGroups: [""]
  resources: [pods/log]
  verbs: [get]
{{- if .Values.gateway.webhooks.enabled }}
- apiGroups: [""]
  resources: [secrets]
  verbs: [get]
{{- end }}
{{- end }}
