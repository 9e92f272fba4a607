# shellcheck shell=bash disable=SC2154 # `address` is set by whatever starts a server
# What `helm push` wrote, to either server, is read by us.

# reads_helm REGISTRY
reads_helm() {
  local digest source
  need helm
  start_registry "$1"
  source=$address
  releasable_chart lamp lamp 1.0.0+b1
  helm package lamp
  helm push lamp-1.0.0+b1.tgz "oci://$source/charts" --plain-http > pushed.out
  digest=$(sed -n 's/^Digest: //p' pushed.out)
  expect_equal 'the digest Helm named' "$(manifest_digest "$source" charts/lamp 1.0.0_b1)" "$digest"

  portolan versions "oci://$source/charts/lamp" --plain-http --output json > versions.json
  expect_text 'versions' '"1.0.0+b1"' versions.json

  portolan verify "oci://$source/charts/lamp:1.0.0_b1" --plain-http
  portolan verify "oci://$source/charts/lamp@$digest" --plain-http

  start_registry portolan
  portolan mirror "oci://$source/charts/lamp:1.0.0_b1" --to "oci://$address/copies" --plain-http
  expect_equal 'the digest of the copy' "$(manifest_digest "$address" copies/lamp 1.0.0_b1)" "$digest"
  mkdir copy
  helm pull "oci://$address/copies/lamp" --version 1.0.0+b1 --plain-http --destination copy
  expect_same_file 'the copied package' copy/lamp-1.0.0+b1.tgz lamp-1.0.0+b1.tgz
}

case_to_portolan_serve() { reads_helm portolan; }
case_to_distribution() { reads_helm distribution; }

# Another packer's bytes with the same content under the version: its digest is adopted, nothing is written again.
case_the_same_content_and_we_adopt_its_digest() {
  local before
  need helm
  start_registry distribution
  releasable_chart lamp lamp 1.0.0
  helm package lamp
  helm push lamp-1.0.0.tgz "oci://$address/charts" --plain-http
  before=$(manifest_digest "$address" charts/lamp 1.0.0)
  portolan release lamp --to "oci://$address/charts" --plain-http --output json > report.json
  expect_equal 'the reported digest' "$(json report.json charts 0 digest)" "$before"
  expect_equal 'the tag afterwards' "$(manifest_digest "$address" charts/lamp 1.0.0)" "$before"
}

# What lies under the tag is not what its name says: that is a failed verification.
case_under_another_name_and_verification_fails() {
  need helm
  start_registry distribution
  releasable_chart lamp lamp 1.0.0
  helm package lamp
  helm push lamp-1.0.0.tgz "oci://$address/charts" --plain-http
  python "$INTEROP/python/registry_retag.py" "http://$address/v2/charts/lamp/manifests" 1.0.0 1.0.1
  expect_exit 6 portolan verify "oci://$address/charts/lamp:1.0.1" --plain-http
}
