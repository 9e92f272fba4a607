# shellcheck shell=bash disable=SC2154 # `address` is set by whatever starts a server
# oras reads our layout and our server, and our server takes what oras pushes.

# released_layout: dist/oci with the chart `lamp`, its digest in `digest`.
released_layout() {
  need oras
  releasable_chart lamp lamp 1.0.0
  portolan release lamp --output json > report.json
  digest=$(json report.json charts 0 digest)
}

# referrers FILE: the digests that `oras discover` listed, sorted.
referrers() { grep -o 'sha256:[0-9a-f]*' "$1" | sort -u | grep -vxF "$digest" || true; }

case_reads_the_layout() {
  released_layout
  oras manifest fetch --oci-layout dist/oci/lamp:1.0.0 > manifest.json
  expect_equal 'the digest' "sha256:$(sha256_of manifest.json)" "$digest"
  oras repo tags --oci-layout dist/oci/lamp > tags.txt
  expect_text 'tags' 1.0.0 tags.txt
  portolan package lamp --destination ours > said.out
  oras blob fetch --oci-layout --output layer.tgz "dist/oci/lamp@$(json manifest.json layers 0 digest)"
  expect_same_file 'the package' layer.tgz ours/lamp-1.0.0.tgz
}

# copied_out KIND: oras brings the layout with all that refers to it there, where it still verifies. It does not know
# cosign's tags, so those are copied by their names.
copied_out() {
  local tag
  released_layout
  start_registry "$1"
  oras copy --recursive --from-oci-layout dist/oci/lamp:1.0.0 --to-plain-http "$address/copies/lamp:1.0.0"
  for tag in "${digest/:/-}".{sig,sbom}; do
    oras copy --from-oci-layout "dist/oci/lamp:$tag" --to-plain-http "$address/copies/lamp:$tag"
  done
  expect_equal 'the digest of the copy' "$(manifest_digest "$address" copies/lamp 1.0.0)" "$digest"
  portolan verify "oci://$address/copies/lamp:1.0.0" --plain-http
}

case_copies_the_layout_to_portolan_serve() { copied_out portolan; }
case_copies_the_layout_to_distribution() { copied_out distribution; }

# discovered KIND: oras finds the same kinds of referrers in the layout and in that registry.
discovered() {
  released_layout
  start_registry "$1"
  portolan release lamp --to "oci://$address/charts" --plain-http --output json > remote.json
  expect_equal 'the digest' "$(json remote.json charts 0 digest)" "$digest"
  oras discover --oci-layout dist/oci/lamp:1.0.0 --format json > layout.json
  oras discover --plain-http "$address/charts/lamp:1.0.0" --format json > registry.json
  # Signatures are salted, so the two releases have other ones: their number and types are what must agree.
  for list in layout registry; do
    { grep -o '"artifactType": *"[^"]*"' "$list.json" || true; } | sort > "$list.types"
  done
  expect_same_file 'the types of the referrers' registry.types layout.types
  note "$(wc -l < layout.types | tr -d ' ') referrers"
}

case_discovers_referrers_of_portolan_serve() { discovered portolan; }
case_discovers_referrers_of_distribution() { discovered distribution; }

# What oras attached comes along in our mirrors, between registries with and without the referrers API.
case_i22_attachments_come_along_in_a_mirror() {
  need oras
  local digest kind from
  releasable_chart lamp lamp 1.0.0
  start_registry distribution
  portolan release lamp --to "oci://$address/charts" --plain-http --output json > report.json
  digest=$(json report.json charts 0 digest)
  file sbom.json <<< '{}'
  oras attach --plain-http --artifact-type application/example.sbom "$address/charts/lamp:1.0.0" sbom.json
  oras attach --plain-http --artifact-type application/example.note --annotation colour=red "$address/charts/lamp:1.0.0"
  oras discover --plain-http --format json "$address/charts/lamp:1.0.0" > attached.json
  referrers attached.json > attached.list
  [ "$(wc -l < attached.list)" -ge 2 ] || fail 'nothing was attached'
  for kind in portolan distribution; do
    from=$address
    start_registry "$kind"
    portolan mirror "oci://$from/charts/lamp:1.0.0" --to "oci://$address/charts" --plain-http
    oras discover --plain-http --format json "$address/charts/lamp:1.0.0" > copied.json
    referrers copied.json > copied.list
    expect_same_file "the referrers in $kind" copied.list attached.list
  done
}

# Artifact Hub's repository metadata, with the types that the documented `oras push` gives it.
case_reads_the_hub_metadata() {
  need oras
  start_registry distribution
  local repository=$address/charts/lamp
  releasable_chart lamp lamp 1.0.0
  file lamp/artifacthub-repo.yml <<'END'
repositoryID: 7b1f1c1e-6a52-4b5e-9d0e-2f6c3a9d8e10
owners:
- name: First Person
  email: first@charts.example
END
  portolan release lamp --to "oci://$address/charts" --plain-http
  manifest_bytes "$address" charts/lamp artifacthub.io > ours.json
  cp lamp/artifacthub-repo.yml .
  : > empty
  oras push --plain-http "$repository:by-oras" --config empty:application/vnd.cncf.artifacthub.config.v1+yaml \
    artifacthub-repo.yml:application/vnd.cncf.artifacthub.repository-metadata.layer.v1.yaml
  manifest_bytes "$address" charts/lamp by-oras > theirs.json
  for field in 'config mediaType' 'layers 0 mediaType' 'layers 0 digest'; do
    # shellcheck disable=SC2086 # several keys
    expect_equal "$field" "$(json ours.json $field)" "$(json theirs.json $field)"
  done
  mkdir pulled
  oras pull --plain-http --output pulled "$repository:artifacthub.io"
  expect_same_file 'the file' pulled/artifacthub-repo.yml artifacthub-repo.yml
}

case_pushes_an_index_of_two_platforms_to_portolan_serve() {
  need oras
  start_registry portolan
  local repository=$address/images/lamp platform
  for platform in amd64 arm64; do
    file "lamp-$platform" <<< "a program for $platform"
    oras push --plain-http --artifact-platform "linux/$platform" "$repository:$platform" "lamp-$platform"
  done
  oras manifest index create --plain-http "$repository:both" amd64 arm64
  expect_equal 'the manifest of one platform' \
    "$(oras resolve --plain-http --platform linux/arm64 "$repository:both")" \
    "$(oras resolve --plain-http "$repository:arm64")"
  mkdir pulled
  oras pull --plain-http --platform linux/amd64 --output pulled "$repository:both"
  expect_same_file 'the file' pulled/lamp-amd64 lamp-amd64
  oras copy --recursive --from-plain-http "$repository:both" --to-oci-layout copied:both
  oras copy --recursive --from-oci-layout copied:both --to-plain-http "$address/images/again:both"
  expect_equal 'the digest after a round trip' \
    "$(manifest_digest "$address" images/again both)" "$(manifest_digest "$address" images/lamp both)"
}

case_attaches_in_portolan_serve() {
  need oras
  start_registry portolan
  local subject=$address/images/lamp:1 digest
  file lamp.txt <<< lamp
  file sbom.json <<< '{}'
  oras push --plain-http "$subject" lamp.txt
  digest=$(manifest_digest "$address" images/lamp 1)
  oras attach --plain-http --artifact-type application/example.sbom "$subject" sbom.json
  oras attach --plain-http --artifact-type application/example.note --annotation colour=red "$subject"
  oras discover --plain-http --format json "$subject" > all.json
  expect_equal 'referrers' 2 "$(referrers all.json | wc -l | tr -d ' ')"
  oras discover --plain-http --format json --artifact-type application/example.note "$subject" > some.json
  expect_equal 'referrers of one type' 1 "$(referrers some.json | wc -l | tr -d ' ')"
  expect_text 'annotations of a referrer' red some.json
  oras repo tags --plain-http "$address/images/lamp" > tags.txt
  expect_equal 'tags, none of them for referrers' 1 "$(cat tags.txt)"
  oras manifest delete --plain-http --force "$address/images/lamp@$(referrers some.json)"
  oras discover --plain-http --format json "$subject" > fewer.json
  expect_equal 'referrers after a deletion' 1 "$(referrers fewer.json | wc -l | tr -d ' ')"
}
