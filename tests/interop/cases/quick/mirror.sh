# shellcheck shell=bash disable=SC2154 # what `signatures.sh` and the servers leave behind
# Mirrors carry signatures along: whoever verified at the source verifies at the mirror.

# attested_by_strangers: others attach to the release in every way that is in use.
attested_by_strangers() {
  local key=(--yes --key stranger.key)
  file finding.json <<< '{"finding": "none"}'
  cosign3 attest "${key[@]}" --signing-config none.json --type vuln --predicate finding.json "$released"
  cosign2 attest "${key[@]}" --tlog-upload=false --type openvex --predicate finding.json "$released"
  cosign2 sign "${key[@]}" --tlog-upload=false "$released"
  # A signature of what is attached, two steps away from the chart.
  sbom=$(attached document application/spdx+json)
  cosign3 sign "${key[@]}" --signing-config none.json "$address/charts/lamp@$sbom"
}

verified_at() {
  local place=$address/charts/lamp strangers=(--insecure-ignore-tlog --key stranger.pub) type
  local ours=(--insecure-ignore-tlog --key publisher.pub)
  expect_equal 'the digest of the tag' "$(manifest_digest "$address" charts/lamp 1.0.0)" "$digest"
  cosign3 verify "${ours[@]}" "$place@$digest"
  cosign2 verify "${ours[@]}" "$place@$digest"
  for type in spdxjson cyclonedx slsaprovenance1 "$release_record"; do
    cosign3 verify-attestation "${ours[@]}" --type "$type" "$place@$digest" > attested.json
  done
  flux_verify -key publisher.pub "$place@$digest"
  cosign3 verify-attestation "${strangers[@]}" --type vuln "$place@$digest" > attested.json
  cosign2 verify-attestation "${strangers[@]}" --type openvex "$place@$digest" > attested.json
  cosign2 verify "${strangers[@]}" "$place@$digest"
  cosign3 verify "${strangers[@]}" "$place@$sbom"
}

# mirrored_to KIND: what Flux and cosign said at the source they say there, twice over.
mirrored_to() {
  need cosign3 cosign2 flux-verify
  local source before after
  without_services
  key_pair publisher
  key_pair stranger
  released_to "$1" --sign-key publisher.key
  attested_by_strangers
  verified_at
  source=$address
  start_registry "$2"
  portolan mirror "oci://$source/charts/lamp:1.0.0" --to "oci://$address/charts" --plain-http
  verified_at
  before=$(cosign3 tree "$address/charts/lamp@$digest" | sort)
  portolan mirror "oci://$source/charts/lamp:1.0.0" --to "oci://$address/charts" --plain-http
  after=$(cosign3 tree "$address/charts/lamp@$digest" | sort)
  expect_equal 'the tree after a second run' "$after" "$before"
}

case_signatures_from_distribution_to_distribution() { mirrored_to distribution distribution; }
case_signatures_from_distribution_to_portolan_serve() { mirrored_to distribution portolan; }
case_signatures_from_portolan_serve_to_distribution() { mirrored_to portolan distribution; }
case_signatures_from_distribution_to_a_registry_with_referrers() { mirrored_to distribution referrers; }

# podman compares the signed name, which is the source's: it needs to be told so.
case_podman_needs_the_name_of_the_source() {
  need policy-copy
  local source
  key_pair publisher
  released_to distribution --sign-key publisher.key
  source=$address
  start_registry distribution
  portolan mirror "oci://$source/charts/lamp:1.0.0" --to "oci://$address/charts" --plain-http
  podman_policy here.json "\"keyPath\": \"$PWD/publisher.pub\""
  refused policy_copy here.json registries.d "docker://$address/charts/lamp@$digest" oci:copied:1.0.0
  sed "s#\"matchRepository\"#\"exactRepository\", \"dockerRepository\": \"$source/charts/lamp\"#" here.json > source.json
  policy_copy source.json registries.d "docker://$address/charts/lamp@$digest" oci:copied:1.0.0
}

# The mirror has referrers of its own already; none of them is lost, and the second run writes nothing.
case_what_the_mirror_holds_already_stays() {
  need cosign3
  local source
  without_services
  key_pair publisher
  key_pair stranger
  released_to distribution --sign-key publisher.key
  source=$address
  start_registry distribution
  portolan mirror "oci://$source/charts/lamp:1.0.0" --to "oci://$address/charts" --plain-http
  cosign3 sign --yes --key stranger.key --signing-config none.json "$address/charts/lamp@$digest"
  released=$source/charts/lamp@$digest
  file finding.json <<< '{"finding": "none"}'
  cosign3 attest --yes --key publisher.key --signing-config none.json --type vuln --predicate finding.json "$released"
  portolan mirror "oci://$source/charts/lamp:1.0.0" --to "oci://$address/charts" --plain-http
  cosign3 verify --insecure-ignore-tlog --key stranger.pub "$address/charts/lamp@$digest"
  cosign3 verify-attestation --insecure-ignore-tlog --key publisher.pub --type vuln "$address/charts/lamp@$digest"
}

# A release that is mirrored at once, as `mirrors` in portolan.yaml says.
case_a_release_with_its_mirror_is_verified_at_both() {
  need cosign3 flux-verify
  local first place
  key_pair publisher
  start_registry portolan
  first=$address
  start_registry distribution
  releasable_chart lamp lamp 1.0.0
  file portolan.yaml <<END
apiVersion: portolan.dev/v1alpha1
targets:
  main: {to: "oci://$address/charts", mirrors: ["oci://$first/mirror"]}
END
  portolan release lamp --to main --plain-http --sign-key publisher.key --output json > report.json
  digest=$(json report.json charts 0 digest)
  for place in "$address/charts" "$first/mirror"; do
    cosign3 verify --insecure-ignore-tlog --key publisher.pub "$place/lamp@$digest"
    flux_verify -key publisher.pub "$place/lamp@$digest"
  done
}
