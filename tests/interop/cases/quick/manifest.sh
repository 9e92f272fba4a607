# shellcheck shell=bash disable=SC2154 # `address` is set by whatever starts a server
# Our manifest, config and layer are byte for byte what `helm push` writes for the same package of the same time.

# same_manifest CHART
same_manifest() {
  local name version tag created ours_at
  need helm
  start_registry distribution
  portolan release "$1" --to "oci://$address/ours" --plain-http --output json > report.json
  ours_at=$address
  name=$(json report.json charts 0 name)
  version=$(json report.json charts 0 version)
  tag=$(json report.json charts 0 tag)
  manifest_bytes "$ours_at" "ours/$name" "$tag" > ours.json
  expect_equal 'the reported digest' "$(json report.json charts 0 digest)" "sha256:$(sha256_of ours.json)"

  portolan package "$1" --destination . > said.out
  created=$(json ours.json annotations org.opencontainers.image.created)
  touch -d "$created" "$name-$version.tgz"
  helm push "$name-$version.tgz" "oci://$ours_at/helm" --plain-http
  manifest_bytes "$ours_at" "helm/$name" "$tag" > helm.json
  "$PYTHON" -m json.tool ours.json ours.pretty
  "$PYTHON" -m json.tool helm.json helm.pretty
  expect_same_file 'the fields of the manifest' ours.pretty helm.pretty
  expect_same_file 'the bytes of the manifest' ours.json helm.json
  blob_bytes "$ours_at" "ours/$name" "$(json ours.json config digest)" > ours.config
  blob_bytes "$ours_at" "helm/$name" "$(json helm.json config digest)" > helm.config
  expect_same_file 'the config' ours.config helm.config
  blob_bytes "$ours_at" "ours/$name" "$(json ours.json layers 0 digest)" > ours.layer
  expect_same_file 'the layer' ours.layer "$name-$version.tgz"

  portolan release "$1" --output json > layout.json
  expect_equal 'the digest in a layout' "$(json layout.json charts 0 digest)" "$(json report.json charts 0 digest)"
}

case_of_the_agents_chart() {
  agents_chart agents
  same_manifest agents
}

case_of_a_chart_with_escapes_and_build_metadata() {
  releasable_chart lamp lamp 1.0.0-rc.1+build.5
  same_manifest lamp
}

# Annotations that override what Helm derives, and those that may not.
case_of_a_chart_with_overriding_annotations() {
  releasable_chart lamp lamp 1.0.0
  cat >> lamp/Chart.yaml <<'END'
  org.opencontainers.image.title: another title
  org.opencontainers.image.version: 9.9.9
  org.opencontainers.image.description: another description
  org.opencontainers.image.licenses: Apache-2.0
  charts.example/<key>&: <value>&
END
  same_manifest lamp
}
