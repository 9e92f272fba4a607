# shellcheck shell=bash disable=SC2154 # `address` is set by whatever starts a server
# crane (go-containerregistry) reads our server and streams images to it.

case_reads_portolan_serve() {
  need crane
  start_registry portolan
  local reference=$address/charts/lamp digest
  releasable_chart lamp lamp 1.0.0
  portolan release lamp --to "oci://$address/charts" --plain-http --output json > report.json
  digest=$(json report.json charts 0 digest)
  expect_equal 'the digest' "$(crane digest "$reference:1.0.0")" "$digest"
  crane manifest "$reference:1.0.0" > manifest.json
  expect_equal 'the manifest' "sha256:$(sha256_of manifest.json)" "$digest"
  crane ls "$reference" > tags.txt
  grep -qx 1.0.0 tags.txt || fail "no 1.0.0 among $(cat tags.txt)"
  portolan package lamp --destination ours > said.out
  crane blob "$reference@$(json manifest.json layers 0 digest)" > layer.tgz
  expect_same_file 'the package' layer.tgz ours/lamp-1.0.0.tgz
}

case_copies_a_chart_between_our_server_and_distribution() {
  need crane
  local digest ours
  releasable_chart lamp lamp 1.0.0
  start_registry portolan
  ours=$address
  portolan release lamp --to "oci://$ours/charts" --plain-http --output json > report.json
  digest=$(json report.json charts 0 digest)
  start_registry distribution
  crane copy "$ours/charts/lamp:1.0.0" "$address/copies/lamp:1.0.0"
  expect_equal 'the digest in distribution' "$(crane digest "$address/copies/lamp:1.0.0")" "$digest"
  crane copy "$address/copies/lamp:1.0.0" "$ours/copies/lamp:1.0.0"
  expect_equal 'the digest back in ours' "$(crane digest "$ours/copies/lamp:1.0.0")" "$digest"
}

# crane sends layers in chunks of unknown length; what it pulls back must be whole.
case_pushes_images_to_portolan_serve() {
  need crane
  start_registry portolan
  local platform reference=$address/images/lamp
  mkdir layer
  head -c 20000000 /dev/urandom > layer/large
  tar -C layer -cf layer.tar large
  for platform in amd64 arm64; do
    crane append --oci-empty-base --new_layer layer.tar --new_tag "$reference:$platform" > pushed.txt
    crane mutate "$reference:$platform" --set-platform "linux/$platform" --tag "$reference:$platform"
    crane validate --remote "$reference:$platform"
  done
  crane index append --manifest "$reference:amd64" --manifest "$reference:arm64" --tag "$reference:both"
  crane validate --remote "$reference:both"
  crane export "$reference:both" exported.tar --platform linux/arm64
  mkdir exported
  tar -C exported -xf exported.tar
  expect_same_file 'the file in the layer' exported/large layer/large
  crane tag "$reference:both" latest
  expect_equal 'the second tag' "$(crane digest "$reference:latest")" "$(crane digest "$reference:both")"
  # The layout's own index.json is what `--index` pushes; ours lies inside.
  crane pull --format oci "$reference:both" pulled
  crane push --index pulled "$address/images/again:both"
  crane manifest "$address/images/again:both" > again.json
  expect_equal 'the digest after a round trip' "$(json again.json manifests 0 digest)" "$(crane digest "$reference:both")"
  crane delete "$reference:latest"
  expect_exit 1 crane manifest "$reference:latest"
  crane manifest "$reference:both"
}
