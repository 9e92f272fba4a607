# shellcheck shell=bash disable=SC2154 # `address` is set by whatever starts a server
# Documents about charts, judged by the schemas and readers of those who define the formats.

# judged CHART [OPTION...]: both documents of a chart are valid.
judged() {
  need sbom-judges
  portolan sbom "$@" --format all --output-file documents 2> said.err
  in_time sbom-judges spdx documents/*.spdx.json
  in_time sbom-judges cyclonedx documents/*.cdx.json
}

case_i18_the_agents_chart_as_spdx_and_cyclonedx() {
  agents_chart agents
  judged agents
}

case_i18_rich_metadata_as_spdx_and_cyclonedx() {
  chart_with_rich_metadata rich
  judged rich
}

case_i18_charts_within_as_spdx_and_cyclonedx() {
  chart_with_subchart_folder parent
  judged parent
  rm -r documents
  chart_with_lock locked
  judged locked
}

case_difficult_paths_as_spdx_and_cyclonedx() {
  chart_with_difficult_paths difficult
  judged difficult
}

case_the_first_generation_as_spdx_and_cyclonedx() {
  chart_of_first_generation old
  judged old
}

case_a_published_chart_says_where_it_is() {
  agents_chart agents
  start_registry portolan
  portolan release agents --to "oci://$address/charts" --plain-http > said.out
  judged "oci://$address/charts/agents:0.1.0" --plain-http
  expect_text 'the package URL' 'pkg:oci/agents@sha256:' documents/agents-0.1.0.spdx.json
  expect_text 'the package URL' "repository_url=${address%%/*}%2Fcharts%2Fagents&tag=0.1.0" documents/agents-0.1.0.cdx.json
}

# The machine leaves no trace: two copies, another home, another time zone.
case_the_same_source_gives_the_same_bytes() {
  local format
  mkdir one two
  agents_chart one/agents
  agents_chart two/agents
  for format in spdx cyclonedx; do
    SOURCE_DATE_EPOCH=1700000000 portolan sbom one/agents --format "$format" > one.json
    SOURCE_DATE_EPOCH=1700000000 HOME=/nowhere TZ=Asia/Tokyo LC_ALL=C portolan sbom two/agents --format "$format" > two.json
    expect_same_file "$format" one.json two.json
  done
}

# An archive of Helm says when it was made; definitions that only templates make are listed.
case_an_archive_with_a_definition_in_a_template() {
  unset SOURCE_DATE_EPOCH
  minimal_chart packed packed 1.0.0
  file packed/templates/crd.yaml <<'END'
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: lamps.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {kind: {{ "Lamp" }}, plural: lamps}
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
END
  helm package packed > said.out
  judged packed-1.0.0.tgz
  expect_text 'the year' "\"created\": \"$(date -u +%Y)-" documents/packed-1.0.0.spdx.json
  expect_text 'the definition' 'lamps.example.com' documents/packed-1.0.0.cdx.json
}

# Images however YAML writes them, a definition of a chart within, licences beyond SPDX's list, a URL with a password.
case_what_is_written_unusually_as_spdx_and_cyclonedx() {
  local document text
  minimal_chart unusual unusual 1.0.0
  cat >> unusual/Chart.yaml <<'YAML'
home: https://somebody:hidden@example.com/unusual
annotations: {artifacthub.io/license: GPL-3.0+ AND LicenseRef-Ours}
YAML
  file unusual/templates/flow.yaml <<'YAML'
{apiVersion: v1, kind: Pod, metadata: {name: flow}, spec: {containers: [{name: c, image: "example.com/flow:1"}]}}
YAML
  file unusual/templates/json.yaml <<'YAML'
{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "json"}, "spec": {
  "initContainers": [{"name": "i", "image": "example.com/json:1"}], "containers": []}}
YAML
  file unusual/templates/folded.yaml <<'YAML'
apiVersion: v1
kind: Pod
metadata: {name: folded}
spec:
  containers:
  - name: c
    image: >-
      example.com/folded:1
YAML
  minimal_chart unusual/charts/within within 1.0.0
  file unusual/charts/within/crds/lamps.yaml <<'YAML'
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: lamps.example.com}
spec: {group: example.com, scope: Namespaced, names: {kind: Lamp, plural: lamps}, versions: [{name: v1}]}
YAML
  judged unusual
  for document in documents/*.json; do
    for text in example.com/flow:1 example.com/json:1 example.com/folded:1 https://example.com/unusual \
      'GPL-3.0-or-later AND LicenseRef-Ours' lamps.example.com; do
      expect_text "what is in the chart" "$text" "$document"
    done
    if grep -q -e hidden -e '">-' "$document"; then fail "$document holds what it must not"; fi
  done
}
