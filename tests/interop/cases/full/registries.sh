# shellcheck shell=bash disable=SC2154 # `address` is set by whatever starts a server
# The other registries: everything a release does, against distribution 3 and zot, and mirrors from one to the next.

released_into() {
  need helm
  start_registry "$1"
  releasable_chart lamp lamp 1.0.0+b1
  local target=oci://$address/charts digest
  portolan release lamp --to "$target" --plain-http --output json > report.json
  digest=$(json report.json charts 0 digest)
  expect_equal 'the digest' "$(manifest_digest "$address" charts/lamp 1.0.0_b1)" "$digest"
  portolan verify "$target/lamp:1.0.0_b1" --plain-http
  portolan verify "$target/lamp@$digest" --plain-http
  portolan versions "$target/lamp" --plain-http --output json > versions.json
  expect_text 'versions' '"1.0.0+b1"' versions.json
  portolan package lamp --destination ours > said.out
  helm pull "$target/lamp" --version 1.0.0+b1 --plain-http
  expect_same_file 'the package' lamp-1.0.0+b1.tgz ours/lamp-1.0.0+b1.tgz

  portolan release lamp --to "$target" --plain-http --output json > again.json
  expect_equal 'the digest of the second run' "$(json again.json charts 0 digest)" "$digest"
  echo 'One more line.' >> lamp/README.md
  expect_exit 3 portolan release lamp --to "$target" --plain-http
}

case_distribution_3() { released_into distribution3; }
case_zot() { released_into zot; }

# mirrored KIND...: a release into the first, from each a mirror into the next; the last copy verifies.
mirrored() {
  local digest from
  start_registry "$1"
  shift
  releasable_chart lamp lamp 1.0.0
  portolan release lamp --to "oci://$address/charts" --plain-http --output json > report.json
  digest=$(json report.json charts 0 digest)
  for kind; do
    from=$address
    start_registry "$kind"
    portolan mirror "oci://$from/charts/lamp:1.0.0" --to "oci://$address/charts" --plain-http
    portolan mirror "oci://$from/charts/lamp:1.0.0" --to "oci://$address/charts" --plain-http
    expect_equal "the digest in $kind" "$(manifest_digest "$address" charts/lamp 1.0.0)" "$digest"
    portolan verify "oci://$address/charts/lamp:1.0.0" --plain-http
  done
}

case_i22_mirrors_between_registries_without_referrers() { mirrored distribution distribution3 distribution; }
case_i22_mirrors_from_distribution_to_portolan_serve_and_back() { mirrored distribution portolan distribution3; }
case_mirrors_through_zot() { mirrored distribution3 zot portolan zot distribution; }
