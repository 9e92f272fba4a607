# shellcheck shell=bash disable=SC2154 # `address` is set by whatever starts a server
# Helm 3, which most clusters' tools still carry, reads what we released and writes what we serve.

helm3_reads() {
  need helm3
  start_registry "$1"
  agents_chart agents
  portolan release agents --to "oci://$address/charts" --plain-http --output json > report.json
  local version reference
  version=$(json report.json charts 0 version)
  reference=oci://$address/charts/agents
  portolan package agents --destination ours > said.out
  helm3 pull "$reference" --version "$version" --plain-http
  expect_same_file 'the package' "agents-$version.tgz" "ours/agents-$version.tgz"
  # A Helm 3 that `go install` built believes in Kubernetes 1.20.
  helm3 template release "$reference" --version "$version" --plain-http --kube-version 1.34.0 > from-registry.yaml
  helm3 template release agents --kube-version 1.34.0 > from-folder.yaml
  expect_same_file 'rendered by Helm 3' from-registry.yaml from-folder.yaml
  helm3 show all "$reference" --version "$version" --plain-http > from-registry.txt
  helm3 show all agents > from-folder.txt
  expect_same_file 'shown by Helm 3' from-registry.txt from-folder.txt
}

case_reads_portolan_serve() { helm3_reads portolan; }
case_reads_distribution() { helm3_reads distribution; }

case_pushes_to_portolan_serve() {
  need helm3
  start_registry portolan
  releasable_chart lamp lamp 1.0.0+b1
  helm3 package lamp
  helm3 push lamp-1.0.0+b1.tgz "oci://$address/charts" --plain-http 2> pushed.err
  portolan versions "oci://$address/charts/lamp" --plain-http --output json > versions.json
  expect_text 'versions' '"1.0.0+b1"' versions.json
  mkdir pulled
  helm3 pull "oci://$address/charts/lamp" --version 1.0.0+b1 --plain-http --destination pulled
  expect_same_file 'the package' pulled/lamp-1.0.0+b1.tgz lamp-1.0.0+b1.tgz
}
