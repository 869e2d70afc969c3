{{/* The name of every object. Not made from the release's name: cluster-wide objects would then come twice. */}}
{{- define "podfailure.name" -}}
{{- .Values.fullnameOverride | default "podfailure" -}}
{{- end }}

{{- define "podfailure.serviceAccount" -}}
{{- .Values.serviceAccount.name | default (include "podfailure.name" .) -}}
{{- end }}

{{/* By these a Service finds its pods; they cannot be changed later. */}}
{{- define "podfailure.selector" -}}
app.kubernetes.io/name: podfailure
app.kubernetes.io/component: operator
{{- end }}

{{/* What Helm's users expect on every object beside the labels of manifests/. */}}
{{- define "podfailure.labels" -}}
app.kubernetes.io/name: podfailure
app.kubernetes.io/instance: {{ .Release.Name | quote }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "podfailure.image" -}}
{{- with .Values.image -}}
{{- if .digest -}}
{{ .repository }}@{{ .digest }}
{{- else -}}
{{ .repository }}:{{ .tag | default $.Chart.AppVersion }}
{{- end -}}
{{- end -}}
{{- end }}

{{/* The operator's user name, as admission policies see it. */}}
{{- define "podfailure.user" -}}
system:serviceaccount:{{ .Release.Namespace }}:{{ include "podfailure.serviceAccount" . }}
{{- end }}

{{- define "podfailure.subject" -}}
- kind: ServiceAccount
  name: {{ include "podfailure.serviceAccount" . }}
  namespace: {{ .Release.Namespace }}
{{- end }}

{{/* .Values.options as arguments, in the order of their names. */}}
{{- define "podfailure.options" -}}
{{- range $name, $value := .Values.options }}
{{- if kindIs "bool" $value }}
{{- if $value }}
- --{{ $name }}
{{- end }}
{{- else if kindIs "slice" $value }}
{{- if $value }}
- {{ printf "--%s=%s" $name (join "," $value) | quote }}
{{- end }}
{{- else if kindIs "float64" $value }}
- {{ printf "--%s=%d" $name (int64 $value) | quote }}
{{- else }}
- {{ printf "--%s=%v" $name $value | quote }}
{{- end }}
{{- end }}
{{- end }}
