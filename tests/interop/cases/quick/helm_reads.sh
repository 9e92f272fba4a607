# shellcheck shell=bash disable=SC2154 # `address` is set by whatever starts a server
# Helm pulls, shows and renders what we released, and gets our very bytes.

# helm_reads REGISTRY CHART: releases the chart's folder there and lets Helm have it.
helm_reads() {
  local name version reference
  need helm
  start_registry "$1"
  portolan release "$2" --to "oci://$address/charts" --plain-http --output json > report.json
  name=$(json report.json charts 0 name)
  version=$(json report.json charts 0 version)
  reference=oci://$address/charts/$name
  portolan package "$2" --destination ours > said.out

  helm pull "$reference" --version "$version" --plain-http --destination . > pulled.out
  expect_text 'what Helm pulled' "Digest: $(json report.json charts 0 digest)" pulled.out
  expect_same_file 'the package' "$name-$version.tgz" "ours/$name-$version.tgz"

  helm show all "$reference" --version "$version" --plain-http > from-registry.txt
  helm show all "$2" > from-folder.txt
  expect_same_file 'shown by Helm' from-registry.txt from-folder.txt

  helm template release "$reference" --version "$version" --plain-http > from-registry.yaml
  helm template release "$2" > from-folder.yaml
  expect_same_file 'rendered by Helm' from-registry.yaml from-folder.yaml
}

case_i01_the_agents_chart_from_portolan_serve() {
  agents_chart agents
  helm_reads portolan agents
}

case_i01_the_agents_chart_from_distribution() {
  agents_chart agents
  helm_reads distribution agents
}

case_i20_build_metadata_from_portolan_serve() {
  releasable_chart lamp lamp 1.0.0-rc.1+build.5
  helm_reads portolan lamp
  expect_equal 'the tag' 1.0.0-rc.1_build.5 "$(json report.json charts 0 tag)"
}

case_i20_build_metadata_from_distribution() {
  releasable_chart lamp lamp 1.0.0-rc.1+build.5
  helm_reads distribution lamp
  expect_equal 'the tag' 1.0.0-rc.1_build.5 "$(json report.json charts 0 tag)"
}

# Helm lists the tags of our server to answer a version range, and takes a digest.
case_ranges_and_digests_from_portolan_serve() {
  local version reference
  need helm
  start_registry portolan
  reference=oci://$address/charts/lamp
  for version in 1.0.0 1.2.0 1.10.0 2.0.0-rc.1; do
    rm -rf lamp
    releasable_chart lamp lamp "$version"
    portolan release lamp --to "oci://$address/charts" --plain-http --output json > "report-$version.json"
  done
  finds 1.10.0 "$reference" --version '^1'
  finds 1.2.0 "$reference" --version '~1.2'
  finds 1.10.0 "$reference"
  finds 2.0.0-rc.1 "$reference" --devel
  finds 1.0.0 "$reference@$(json report-1.0.0.json charts 0 digest)"
}

# finds VERSION ARGUMENT...: the version that Helm chooses.
finds() {
  local version=$1
  shift
  helm show chart "$@" --plain-http > chosen.yaml
  expect_text "chosen for $*" "version: $version" chosen.yaml
}
