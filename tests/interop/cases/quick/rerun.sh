# shellcheck shell=bash disable=SC2154 # `address` is set by whatever starts a server
# A version is published once: the same again is nothing to do, anything else under its name is refused.

# released_twice TARGET [FLAG...]
released_twice() {
  local first
  releasable_chart lamp lamp 1.0.0
  portolan release lamp --to "$@" --output json > first.json
  portolan release lamp --to "$@" --output json > second.json
  first=$(json first.json charts 0 digest)
  expect_equal 'the digest of the second run' "$(json second.json charts 0 digest)" "$first"
  echo 'One more line.' >> lamp/README.md
  expect_exit 3 portolan release lamp --to "$@"
  cat said.out said.err > said
  expect_text 'the refusal' README.md said
}

case_i24_in_portolan_serve() {
  start_registry portolan
  released_twice "oci://$address/charts" --plain-http
  expect_equal 'the tag' "$(manifest_digest "$address" charts/lamp 1.0.0)" "$(json first.json charts 0 digest)"
}

case_i24_in_distribution() {
  start_registry distribution
  released_twice "oci://$address/charts" --plain-http
  expect_equal 'the tag' "$(manifest_digest "$address" charts/lamp 1.0.0)" "$(json first.json charts 0 digest)"
}

case_i24_in_a_layout() {
  released_twice oci-layout:dist/oci
  [ -f dist/oci/lamp/oci-layout ] || fail 'there is no layout at dist/oci/lamp'
  portolan verify oci-layout:dist/oci/lamp:1.0.0
}

# What went to a layout is served as it lies, and Helm pulls it.
case_a_layout_is_served() {
  need helm
  releasable_chart lamp lamp 1.0.0
  portolan release lamp --output json > report.json
  start_portolan dist/oci
  expect_equal 'the digest' "$(manifest_digest "$address" lamp 1.0.0)" "$(json report.json charts 0 digest)"
  helm pull "oci://$address/lamp" --version 1.0.0 --plain-http
  portolan package lamp --destination ours > said.out
  expect_same_file 'the package' lamp-1.0.0.tgz ours/lamp-1.0.0.tgz
}
