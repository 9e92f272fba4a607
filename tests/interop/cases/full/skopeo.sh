# shellcheck shell=bash disable=SC2154 # `address` is set by whatever starts a server
# skopeo reads our layout and our server, and its copies keep the digest.

case_reads_the_layout() {
  need skopeo
  releasable_chart lamp lamp 1.0.0
  portolan release lamp --output json > report.json
  skopeo inspect --raw oci:dist/oci/lamp:1.0.0 > manifest.json
  expect_equal 'the digest' "sha256:$(sha256_of manifest.json)" "$(json report.json charts 0 digest)"
}

# round_trip KIND: layout, registry, second repository, layout.
round_trip() {
  need skopeo
  local digest
  releasable_chart lamp lamp 1.0.0
  portolan release lamp --output json > report.json
  digest=$(json report.json charts 0 digest)
  start_registry "$1"
  skopeo copy --dest-tls-verify=false oci:dist/oci/lamp:1.0.0 "docker://$address/copies/lamp:1.0.0"
  expect_equal 'the digest in the registry' "$(manifest_digest "$address" copies/lamp 1.0.0)" "$digest"
  skopeo copy --src-tls-verify=false --dest-tls-verify=false \
    "docker://$address/copies/lamp:1.0.0" "docker://$address/again/lamp:1.0.0"
  expect_equal 'the digest of the second copy' "$(manifest_digest "$address" again/lamp 1.0.0)" "$digest"
  skopeo copy --src-tls-verify=false "docker://$address/again/lamp:1.0.0" oci:back:1.0.0
  skopeo inspect --raw oci:back:1.0.0 > back.json
  expect_equal 'the digest back in a layout' "sha256:$(sha256_of back.json)" "$digest"
}

case_i21_round_trip_through_portolan_serve() { round_trip portolan; }
case_i21_round_trip_through_distribution() { round_trip distribution; }

case_lists_and_inspects_portolan_serve() {
  need skopeo
  start_registry portolan
  local version
  for version in 1.0.0 1.1.0+b1; do
    rm -rf lamp
    releasable_chart lamp lamp "$version"
    portolan release lamp --to "oci://$address/charts" --plain-http --output json > "report-$version.json"
  done
  skopeo list-tags --tls-verify=false "docker://$address/charts/lamp" > tags.json
  expect_text 'tags' '"1.0.0"' tags.json
  expect_text 'tags' '"1.1.0_b1"' tags.json
  skopeo inspect --tls-verify=false --raw "docker://$address/charts/lamp:1.1.0_b1" > manifest.json
  expect_equal 'the digest' "sha256:$(sha256_of manifest.json)" "$(json report-1.1.0+b1.json charts 0 digest)"
  skopeo delete --tls-verify=false "docker://$address/charts/lamp:1.0.0"
  expect_exit 1 skopeo inspect --tls-verify=false --raw "docker://$address/charts/lamp:1.0.0"
}
